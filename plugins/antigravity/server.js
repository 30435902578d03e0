// SPDX-License-Identifier: MIT
// The language server of the running app or of the command line tool, on this machine only.
"use strict";

var SERVICE_PATH = "/exa.language_server_pb.LanguageServerService/";
var METADATA = {
  metadata: {
    ideName: "antigravity", extensionName: "antigravity", ideVersion: "unknown", locale: "en"
  }
};

// The app's server wants a token that stands on its command line; the tool's does not.
function serversOf(ctx) {
  var tool = ctx.util.firstEnv("ANTIGRAVITY_CLI_PATH") || "agy";
  return [
    {
      processName: "language_server",
      markers: ["antigravity", "antigravity-ide"],
      csrfFlag: "--csrf_token",
      portFlag: "--extension_server_port",
      extraFlags: ["--ide_name", "--override_ide_name", "--app_data_dir"]
    },
    { processName: tool.split(/[\/\\]/).pop() }
  ];
}

function discover(ctx, wanted) {
  try {
    return ctx.host.ls.discover(wanted);
  } catch (error) {
    ctx.host.log.info("looking for " + wanted.processName + ": " + error.message);
    return null;
  }
}

// An answer of any status, or null for none.
function call(ctx, server, method, body, timeoutMs) {
  var headers = { "Content-Type": "application/json", "Connect-Protocol-Version": "1" };
  if (server.csrf) headers["x-codeium-csrf-token"] = server.csrf;
  try {
    return ctx.util.requestJson({
      method: "POST",
      url: server.base + SERVICE_PATH + method,
      headers: headers,
      json: body,
      timeoutMs: timeoutMs,
      dangerouslyIgnoreTls: true
    });
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
    ctx.host.log.info(method + ": " + error.message);
    return null;
  }
}

function answers(ctx, server) {
  var properties = {
    devMode: "false", extensionVersion: "unknown", ide: "antigravity", ideVersion: "unknown",
    os: ctx.app.platform
  };
  var body = { context: { properties: properties } };
  return call(ctx, server, "GetUnleashData", body, 5000) !== null;
}

// { base, csrf }: the first port that speaks HTTP, else the one the process was started with.
function connect(ctx, process) {
  var bases = [];
  process.ports.forEach(function (port) {
    bases.push("https://127.0.0.1:" + port, "http://127.0.0.1:" + port);
  });
  var base = bases.find(function (each) {
    return answers(ctx, { base: each, csrf: process.csrf });
  });
  if (base === undefined && process.extensionPort) {
    base = "http://127.0.0.1:" + process.extensionPort;
  }
  return base === undefined ? null : { base: base, csrf: process.csrf };
}

// The body of a good answer, else an empty object.
function ask(ctx, server, method) {
  var reply = call(ctx, server, method, METADATA, 10000);
  var isGood = reply !== null && reply.resp.status === 200 && Object(reply.json) === reply.json;
  return isGood ? reply.json : {};
}

function userStatus(ctx, server) {
  var answer = ask(ctx, server, "GetUserStatus");
  var isGood = [undefined, null, 0, "0", "ok", "OK"].includes(answer.code);
  return isGood ? Object(answer.userStatus) : {};
}

function modelLines(ctx, server, status) {
  var configs = Object(status.cascadeModelConfigData).clientModelConfigs;
  var models = configuredModels(ctx, configs);
  if (models.length === 0) {
    models = configuredModels(ctx, ask(ctx, server, "GetCommandModelConfigs").clientModelConfigs);
  }
  return poolLines(ctx, models);
}

// A result, without lines when the server knows no models; null when it does not answer.
function askServer(ctx, server) {
  var groups = summaryGroups(ask(ctx, server, "RetrieveUserQuotaSummary"));
  var status = userStatus(ctx, server);
  var lines = groups === null ? modelLines(ctx, server, status) : linesOrNone(ctx, groups);
  if (lines.length === 0 && Object.keys(status).length === 0) return null;
  var plan = Object(Object(status.planStatus).planInfo);
  return {
    plan: ctx.util.firstText(Object(status.userTier).name, plan.planDisplayName, plan.planName),
    account: ctx.util.firstText(status.email),
    source: "local",
    lines: lines
  };
}

// The result of the first server that has lines, else of one that answers; null when none runs.
function fromServer(ctx) {
  var result = null;
  var isMute = false;
  serversOf(ctx).some(function (wanted) {
    var process = discover(ctx, wanted);
    var server = process && connect(ctx, process);
    var found = server && askServer(ctx, server);
    isMute = isMute || (process !== null && !found);
    result = found || result;
    return result !== null && result.lines.length > 0;
  });
  if (result === null && isMute) failUnavailable(ctx, "The running app does not answer.");
  return result;
}
