// SPDX-License-Identifier: MIT
// Files of other programs: each may be missing, half written or somebody else's. What cannot be used counts as
// missing, but a user who is told "not logged in" is told about it, too.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  var kit = parts.kit, host = parts.host;
  var documents = {};  // by path, the text of what was read as JSON
  var refusals = [];   // sentences of the host

  function readText(path) {
    try {
      return host.fs.exists(path) ? host.fs.readText(path) : null;
    } catch (error) {
      if (refusals.indexOf(error.message) < 0) refusals.push(error.message);
      return null;
    }
  }

  // The text of a file that should hold JSON; the caller parses it.
  function readDocument(path) {
    var text = readText(path);
    if (text !== null) documents[path] = text;
    return text;
  }

  // null when nothing is wrong with the file.
  function complaint(path) {
    var text = documents[path].trim();
    if (text === "") return path + " is empty.";
    return kit.tryParseJson(text) === null && text !== "null" ? path + " is not valid JSON." : null;
  }

  // Adds to a failed login what stood in the way of it; the plugin's own hint goes first.
  function explain(error) {
    if (Object(error).kind !== "auth" || error.hint) return;
    var complaints = Object.keys(documents).map(complaint).filter(function (text) { return text !== null; });
    error.hint = refusals.concat(complaints).join(" ");
  }

  parts.files = {
    readText: readText, readDocument: readDocument, explain: explain,
    readJson: function (path) { return kit.tryParseJson(readDocument(path)); }
  };
})(globalThis);
