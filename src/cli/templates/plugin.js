// Everything a plugin can use is described in usagestat.d.ts. Scripts are ES5 and synchronous.
(function () {
  "use strict";

  var URL = "https://api.example.com/usage";

  function apiKey(ctx) {
    return ctx.util.firstText(ctx.provider.apiKey, ctx.host.env.get("@VARIABLE@"));
  }

  function probe(ctx) {
    var key = apiKey(ctx);
    if (!key) ctx.fail.auth("No @NAME@ API key found.", "Set @VARIABLE@ or apiKey in the config.");

    var answer = ctx.util.requestJson({ url: URL, headers: { Authorization: "Bearer " + key } });
    if (ctx.util.isAuthStatus(answer.resp.status)) ctx.fail.auth("The @NAME@ API key was refused.");
    if (answer.resp.status !== 200)
      ctx.fail.network("@NAME@ answered with HTTP " + answer.resp.status + ".", "Try again later.");
    if (!answer.json || typeof answer.json.used !== "number")
      ctx.fail.invalid("The answer of @NAME@ could not be read.");

    return {
      plan: ctx.fmt.planLabel(answer.json.plan),
      source: "api",
      lines: [
        ctx.line.progress({
          label: "Requests",
          used: answer.json.used,
          limit: answer.json.limit,
          format: { kind: "count", suffix: "requests" },
          resetsAt: ctx.util.toIso(answer.json.resets_at)
        })
      ]
    };
  }

  __usagestat_plugin = { id: "@ID@", probe: probe };
})();
