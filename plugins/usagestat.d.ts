// SPDX-License-Identifier: MIT
// The contract between a plugin and usagestat. Everything is synchronous. Scripts are ES5 in strict
// mode plus: Number.isFinite/isInteger/isNaN, Math.trunc/sign, String startsWith/endsWith/includes/
// repeat/padStart/padEnd/trimStart/trimEnd, Array.from/of, Array find/findIndex/includes/fill,
// Object.assign/entries/values, atob, btoa, console.

/** A plugin script sets this global: `__usagestat_plugin = { id: "x", probe: function (ctx) { … } }`. */
declare var __usagestat_plugin: { id: string; probe(ctx: Ctx): Result };

interface Result {
  /** At least one line. (`metrics` is read as another name of `lines`.) */
  lines: Line[];
  plan?: string | null;
  /** E-mail address or user name, when the service tells it. */
  account?: string | null;
  /** Where the figures came from: "oauth", "api", "web", "local", "cli". */
  source?: string;
  /** Replaces the manifest's name. */
  displayName?: string;
}

type Line = ProgressLine | TextLine | BadgeLine | BarChartLine;
type Format = { kind: "percent" } | { kind: "dollars" } | { kind: "count"; suffix: string };
interface ProgressLine {
  type: "progress"; label: string; used: number; limit: number; format: Format;
  /** RFC 3339 with an offset. */
  resetsAt?: string; periodDurationMs?: number; color?: string;
}
interface TextLine { type: "text"; label: string; value: string; color?: string; subtitle?: string }
interface BadgeLine { type: "badge"; label: string; text: string; color?: string; subtitle?: string }
interface BarChartLine {
  type: "barChart"; label: string; note?: string; color?: string;
  points: { label: string; value: number; valueLabel?: string }[];
}

interface Ctx {
  /** Now, RFC 3339 in UTC. `Date.now()` agrees with it. */
  nowIso: string;
  /** "auto" or the mode the user asked for; a plugin must honour it. */
  sourceMode: "auto" | "web" | "cli" | "oauth" | "api" | "local" | "custom";
  /** The manifest's webUrl. */
  webUrl?: string;
  /** The configuration of this instance; secrets are resolved. */
  provider: {
    id: string; instanceId: string; displayName?: string; apiKey?: string; cookieHeader?: string;
    region?: string; workspaceId?: string; settings: { [key: string]: any };
  };
  app: {
    version: string; platform: "linux" | "macos" | "windows"; appDataDir: string;
    /** A directory of this instance's own, always readable and writable. */
    pluginDataDir: string;
  };
  host: Host;
  line: {
    progress(o: { label: string; used: number; limit?: number; format?: Format; resetsAt?: string | null; periodDurationMs?: number | null; color?: string | null }): ProgressLine;
    text(o: { label: string; value: string; color?: string | null; subtitle?: string | null }): TextLine;
    badge(o: { label: string; text: string; color?: string | null; subtitle?: string | null }): BadgeLine;
    barChart(o: { label: string; points: { label: string; value: number; valueLabel?: string }[]; note?: string | null; color?: string | null }): BarChartLine;
  };
  util: Util;
  fmt: Fmt;
  jwt: {
    /** The payload of a JWT (three parts, base64url), or null. The signature is not checked. */
    decodePayload(token: string): any | null;
  };
  base64: {
    /** Binary strings (one character a byte). decode accepts the URL-safe alphabet and missing padding; null when malformed. */
    encode(binary: string): string;
    decode(text: string): string | null;
    /** The same for text as UTF-8. */
    encodeUtf8(text: string): string;
    decodeUtf8(text: string): string | null;
  };
  /** The wire form of Protocol Buffers, for messages whose description is not published. `bytes` are
      binary strings; damaged ones throw (kind "plugin"). Of a repeated field the last value counts;
      null when the field is absent. */
  protobuf: {
    /** All fields in order. `value` is a number for wire type 0, else the bytes. Wire types 0, 1, 2 and 5. */
    fields(bytes: string): { number: number; wire: 0 | 1 | 2 | 5; value: number | string }[];
    values(bytes: string, number: number, wire: 0 | 1 | 2 | 5): (number | string)[];
    value(bytes: string, number: number, wire: 0 | 1 | 2 | 5): number | string | null;
    /** A varint; exact up to 2^53. */
    integer(bytes: string, number: number): number | null;
    /** A float or a double; null also for infinity and for what is no number. */
    real(bytes: string, number: number): number | null;
    /** The bytes of an embedded message; "" when absent. */
    message(bytes: string, number: number): string;
    /** A UTF-8 text; null also when it is none. */
    text(bytes: string, number: number): string | null;
  };
  oauth: OAuth;
  fail: Fail;
}

/** Sentences of a provider for failed requests, each optional; "<n>" stands for the HTTP status. */
interface Says {
  /** No answer: default "Usage request failed. Check your connection." */
  connection?: string;
  /** 401 and 403: default "Credentials were refused (HTTP <n>)." */
  auth?: string;
  /** 429: default is that of `status`. */
  rateLimited?: string;
  /** Any other than 2xx: default "Usage request failed (HTTP <n>). Try again later." */
  status?: string;
  /** No JSON object or array: default "Usage response invalid. Try again later." */
  invalid?: string;
}

/** Each throws; the message is a sentence for the user, the hint says what to do next. */
interface Fail {
  /**
   * Without a hint, what stood in the way is named: files that the host refused to readJson, readTrimmed, authEntry or a
   * fileStore, and those that these read as JSON and that hold none.
   */
  auth(message: string, hint?: string): never;
  /** retryAt: RFC 3339 or milliseconds; without it the last Retry-After header counts. */
  rateLimited(message: string, hint?: string, retryAt?: string | number): never;
  network(message: string, hint?: string): never;
  config(message: string, hint?: string): never;
  permission(message: string, hint?: string): never;
  unsupported(message: string, hint?: string): never;
  /** The answer has the wrong form (kind "plugin"). */
  invalid(message: string, hint?: string): never;
}

interface HttpRequest {
  url: string;
  method?: string;
  headers?: { [name: string]: string };
  /** At most one of the four bodies. json and form set a Content-Type unless the headers name one. */
  bodyText?: string; bodyBase64?: string; json?: any; form?: { [name: string]: string };
  /** Default 10000. */
  timeoutMs?: number;
  /** "base64" fills bodyBase64 of the answer instead of bodyText. */
  responseType?: "text" | "base64";
  /** Default false: a redirect is an answer. True: up to 5 hops, only to declared hosts. */
  followRedirects?: boolean;
  /** Self-signed certificates of a loopback server. Ignored for every other host. */
  dangerouslyIgnoreTls?: boolean;
}
interface HttpResponse {
  status: number;
  /** Names in lower case; of repeated ones the last, but for set-cookie (joined by "\n"). */
  headers: { [name: string]: string };
  bodyText: string; bodyBase64?: string;
}
/** Thrown by a host function: an Error with `kind` ("network", "timeout", "permission", "io", …). */
interface HostError extends Error { kind: string; hint: string }

interface Host {
  log: { info(text: string): void; warn(text: string): void; error(text: string): void };
  env: {
    /** null when unset, empty or not declared in permissions.env. */
    get(name: string): string | null;
  };
  fs: {
    homeDir: string;
    /** Paths may begin with "~/". A path outside the declared globs does not exist for exists() and throws elsewhere. */
    exists(path: string): boolean;
    readText(path: string): string;
    readBase64(path: string): string;
    /** Atomic (temporary file, rename); a new file is 0600, an existing one keeps its mode. */
    writeText(path: string, text: string): void;
    /** Writes only if the file still holds exactly `expected` (null: does not exist); false when it changed. */
    replaceText(path: string, expected: string | null, text: string): boolean;
    /** True when writeText would be allowed and possible. */
    canWrite(path: string): boolean;
    /** Names, sorted. */
    listDir(path: string): string[];
    /** null when there is nothing. */
    stat(path: string): { type: "file" | "directory" | "other"; size: number; modifiedMs: number } | null;
    /** Runs `work` under the machine-wide lock on that file. */
    withLock<T>(path: string, work: () => T): T;
    /** Paths of existing files that match a declared read glob such as "~/x/*.json", sorted. */
    glob(pattern: string): string[];
  };
  http: {
    /** Any status is an answer; throws HostError on DNS, TLS, time-out, undeclared host. */
    request(request: HttpRequest): HttpResponse;
    /** In parallel; a failed one is { error: { kind, message } } in its place. */
    requestAll(requests: HttpRequest[]): (HttpResponse & { error?: { kind: string; message: string } })[];
  };
  command: {
    /** Throws HostError kind "unsupported" when the program is not installed. status is -1 after a signal. */
    run(o: { program: string; args?: string[]; stdin?: string; timeoutMs?: number; env?: { [name: string]: string } }): { status: number; stdout: string; stderr: string };
    isInstalled(program: string): boolean;
    /** A dialogue by lines with a child on stdio; it is killed when the probe ends. */
    open(o: { program: string; args?: string[] }): {
      writeLine(text: string): void;
      /** null at end of file. */
      readLine(timeoutMs?: number): string | null;
      close(): void;
    };
    /** JSON-RPC 2.0 by lines: sends the request, skips notifications, returns the result (throws on an error answer). */
    rpc(session: any): { call(method: string, params?: any, timeoutMs?: number): any; notify(method: string, params?: any): void };
  };
  sqlite: {
    /** JSON text of an array of row objects, as older plugins expect. */
    query(path: string, sql: string): string;
    rows(path: string, sql: string, params?: any[] | { [name: string]: any }): { [column: string]: any }[];
    /** In one transaction; needs permissions.write. */
    exec(path: string, sql: string, params?: any[] | { [name: string]: any }): void;
  };
  crypto: {
    sha256Hex(text: string): string;
    hmacSha256Hex(key: string, text: string): string;
    /** Keys and data that are bytes come and go as Base64. */
    hmacSha256Base64(keyBase64: string, dataBase64: string): string;
    /** RS256 signature, URL-safe Base64 without padding. */
    rs256Sign(pemKey: string, text: string): string;
    aesGcmDecrypt(o: { keyBase64: string; ivBase64: string; tagBase64: string; dataBase64: string }): string;
    aesGcmEncrypt(o: { keyBase64: string; ivBase64: string; dataBase64: string }): { dataBase64: string; tagBase64: string };
    aesCbcDecrypt(o: { keyBase64: string; ivBase64: string; dataBase64: string }): string;
    pbkdf2(o: { digest: "sha1" | "sha256"; password: string; salt: string; iterations: number; length: number }): string;
    randomBase64(bytes: number): string;
    /** Envelope "iv:tag:ciphertext", each Base64, as older plugins expect; returns text. */
    decryptAes256Gcm(envelope: string, keyBase64: string): string;
    encryptAes256Gcm(text: string, keyBase64: string): string;
  };
  base64: Ctx["base64"];
  keychain: {
    /** null when there is no such item; throws HostError (unsupported, permission). */
    read(service: string, account?: string): string | null;
    write(service: string, value: string, account?: string): void;
    remove(service: string, account?: string): void;
    /** Names that older plugins use; read throws when there is no item. */
    readGenericPassword(service: string, account?: string): string;
    readGenericPasswordForCurrentUser(service: string): string;
    writeGenericPassword(service: string, value: string): void;
    writeGenericPasswordForCurrentUser(service: string, value: string): void;
    deleteGenericPassword(service: string): void;
  };
  time: {
    /** Offset of an IANA zone from UTC in minutes at an instant; throws HostError (config) on an unknown zone. */
    offsetMinutes(zone: string, epochMs: number): number;
    /** The instant of a civil time in that zone. */
    epochMs(zone: string, year: number, month: number, day: number, hour?: number, minute?: number, second?: number): number;
    /** The civil time of an instant; weekday 0 = Sunday. */
    parts(zone: string, epochMs: number): { year: number; month: number; day: number; hour: number; minute: number; second: number; weekday: number };
    /** The zone of the user's dates. */
    zone: string;
  };
  /** At most 2000 ms, inside the deadline. */
  sleep(ms: number): void;
  cookies: { /** A Cookie header for a declared domain. */ header(domain: string): string | null };
  ls: { /** A process of the user by name and arguments, as a language server offers itself; null when none runs. */
    discover(o: { processName: string; markers?: string[]; csrfFlag?: string; portFlag?: string; extraFlags?: string[] }): { pid: number; csrf: string; ports: number[]; extra: { [flag: string]: string }; extensionPort: number | null } | null };
  localUsage: { query(o?: { provider?: string; since?: string; until?: string; homePath?: string }): { status: string; data?: any } };
  /** The same function under the name older plugins use. */
  ccusage: Host["localUsage"];
}

interface Util {
  /** The value, or null for anything that is not JSON text. */
  tryParseJson(text: any): any | null;
  safeJsonParse(text: any): { ok: boolean; value?: any };
  request(request: HttpRequest): HttpResponse;
  /** json is null when the body is empty or not JSON. */
  requestJson(request: HttpRequest): { resp: HttpResponse; json: any | null };
  /** The answer of any status; throws by ctx.fail what `says` has for no answer at all. */
  answerTo(request: HttpRequest, says?: Says): HttpResponse;
  /** The answer when its status is 2xx; else throws by ctx.fail what `says` has for the case. */
  send(request: HttpRequest, says?: Says): HttpResponse;
  /** The same for an answer at hand, also for one of requestAll that has an error. */
  checkAnswer(answer: HttpResponse & { error?: { kind: string; message: string } }, says?: Says): HttpResponse;
  /** The JSON object or array of an answer; fail.invalid for anything else. */
  parseBody(answer: HttpResponse, says?: Says): any;
  /** send and parseBody. */
  fetchJson(request: HttpRequest, says?: Says): any;
  /** Of a Cookie header, with or without "Cookie:", the cookies with these names; a bare value is the cookie of the first name. null for none. */
  sessionCookie(text: any, names: string[]): string | null;
  /** 401 or 403. */
  isAuthStatus(status: number): boolean;
  /** Epoch milliseconds of a Date, a number (ms) or a date text; null otherwise. */
  parseDateMs(value: any): number | null;
  /** ISO text of seconds (below 1e10), milliseconds, numeric strings and date texts (also "YYYY-MM-DD hh:mm:ss", " UTC", "+0100", long fractions; zone-less = UTC); null otherwise. */
  toIso(value: any): string | null;
  /** r = request(null); on 401/403: t = refresh(), and if that is truthy r = request(t). */
  retryOnceOnAuth(o: { request(token: string | null): HttpResponse; refresh(): string | null }): HttpResponse;
  /** True when the expiry is unknown, or nowMs + bufferMs (default 0) has reached it. */
  needsRefreshByExpiry(o: { nowMs: number; expiresAtMs: number | null; bufferMs?: number }): boolean;
  /** The first result other than null of steps that each ask one source (null: it is not set up), and the first failure before it. A defect of the script is thrown. */
  firstOf<T>(steps: ((ctx: Ctx) => T | null)[]): { result: T | null; failure: HostError | null };
  /** The parsed file, or null when it is missing, unreadable or not JSON. */
  readJson(path: string): any | null;
  /** The trimmed text of the file, or null. */
  readTrimmed(path: string): string | null;
  /** The key in a file that holds {apiKey | api_key | key | token}, a JSON string or nothing but the key; null otherwise. */
  keyFromFile(path: string): string | null;
  /** The config's apiKey, else the first of these variables that is set, each `unquoted`; null for none. */
  configuredKey(...names: string[]): string | null;
  /** Trimmed and without one pair of quotes; null when nothing is left. */
  unquoted(text: any): string | null;
  /** The URL without its last slashes when it is https, or http to this machine or a private network; null otherwise. */
  baseUrl(text: any): string | null;
  /** The first of these that is a non-blank string after trimming, or null. */
  firstText(...values: any[]): string | null;
  /** A string trimmed, a number or boolean as text; "" for anything else, where String() may give "[object Object]" or throw. */
  text(value: any): string;
  /** The first declared variable that is set, or null. */
  firstEnv(...names: string[]): string | null;
  /** table[name] of the table itself, or null. */
  lookUp(table: { [name: string]: any }, name: any): any | null;
  /** The first `most` results that are not null of `make(element, index)`; of what is no array none. */
  firstResults<T>(list: any, most: number, make: (element: any, index: number) => T | null): T[];
  /** The number of a number or numeric string; null for anything else and beyond 1e100, 0 below 1e-100. */
  number(value: any): number | null;
  clamp(value: number, low: number, high: number): number;
  round(value: number, decimals: number): number;
  /** Retry-After of an answer in milliseconds from now; null when absent, 0 or malformed. */
  retryAfterMs(response: HttpResponse): number | null;
  /** Directories by convention: $XDG_CONFIG_HOME or ~/.config; $XDG_DATA_HOME or ~/.local/share. */
  configHome(): string;
  dataHome(): string;
  /** The state database of an editor that is made of VS Code: User/globalStorage/state.vscdb in the folder where apps of this platform keep their settings. */
  editorState(editor: string): string;
  /** $<TOOL>_DATA_DIR or <dataHome>/<tool>. */
  dataFolder(tool: string): string;
  /** Text lines "Today", "Yesterday" and "Last 30 Days" ("$5.17 · 9.2M tokens") over the user's days; today and the
      30 days before count. Without any event in that range there is no line, without any price no "$" part. */
  spendLines(events: { timeMs: number; dollars: number | null; tokens: number }[]): TextLine[];
  /** The shared auth.json of a tool: looks in $<TOOL>_DATA_DIR, <dataHome>/<tool>, ~/.local/share/<tool>, on macOS ~/Library/Application Support/<tool>, and <configHome>/<tool>; the first file that has `key`. */
  authEntry(tool: string, key: string): { path: string; entry: any } | null;
  /** The first instant that spendLines counts, in epoch milliseconds. */
  spendStartMs(): number;
  /** Start of the next UTC day, ISO week (Monday) or month, as ISO text. */
  nextUtc(unit: "day" | "week" | "month", nowMs: number): string;
  /** Of { accounts: [{ enabled? }], activeIndexByFamily?, activeIndex? } the account in use, else the first that is not switched off; null for none. */
  activeAccount(document: any, family?: string): any | null;
  /** Any of Set-Cookie's new values of `name` in an answer, or null. */
  setCookie(response: HttpResponse, name: string): string | null;
}

interface Fmt {
  /** Trimmed, "_" and "-" as blanks, first letter of each word in upper case. "" for nothing. */
  planLabel(value: any): string;
  /** cents / 100 as a number rounded to cents. */
  dollars(cents: number): number;
  /** "$1234.50" of an amount in dollars. */
  usd(amount: number): string;
  /** "9.2M", "310K", "123": K/M/B; 10 and more rounded to integers, below with one decimal and no trailing .0. */
  compact(value: number): string;
  /** "2d 2h", "3h 5m", "12m", "<1m"; null when invalid. */
  resetIn(seconds: number): string | null;
  /** "Jan 4" of epoch milliseconds, in the user's zone. */
  date(epochMs: number): string;
}

/** Token refresh that cannot log the user out: under a lock, after reading again, written back only if nobody else wrote. */
interface OAuth {
  refresh(o: {
    /** Where the credential lives. */
    store: CredentialStore;
    /** Finds the tokens in the parsed document; null when they are not there. */
    pick(document: any): { accessToken?: string | null; refreshToken?: string | null } | null;
    /** The access token that expired or was refused. If the store holds another one by now, that one is used. */
    usedAccessToken: string | null;
    /** Asks the service; throws fail.* when it refuses. `raw` is handed to apply. */
    redeem(refreshToken: string): { accessToken: string; raw?: any };
    /** Puts the new tokens into the document (in place). */
    apply(document: any, tokens: { accessToken: string; raw?: any }): void;
  }): { accessToken: string; document: any; refreshed: boolean }
    /** null: there is no refresh token, refreshing is switched off, or the store cannot be written, so nothing was redeemed. */
    | null;
  /** A token for a login whose file is another program's: one that was kept in the plugin's own data while it lasts, else
      a new one. raw.expires_in (seconds, default 3600) says how long it lasts; only the same refresh token gets it again. */
  keptToken(o: {
    refreshToken: string | null; usedAccessToken: string | null;
    redeem(refreshToken: string): { accessToken: string; raw: any };
  }): { accessToken: string; refreshed: boolean } | null;
  /** A JSON file; indent 0 = minified. */
  fileStore(path: string, indent?: number): CredentialStore;
  /** A keychain item holding JSON (possibly hex-encoded), written minified. */
  keychainStore(service: string, account?: string): CredentialStore;
}
interface CredentialStore {
  read(): string | null;
  canWrite(): boolean;
  replace(expected: string | null, text: string): boolean;
  lock<T>(work: () => T): T;
  format(document: any): string;
}
