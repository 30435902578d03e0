// SPDX-License-Identifier: MIT
// Built-ins that ES5.1 lacks and scripts rely on. Each is added only where the engine has none, as a
// property that for-in does not show.
(function (global) {
  "use strict";

  function add(owner, name, value) {
    if (typeof owner[name] === "function") return;
    Object.defineProperty(owner, name, { value: value, writable: true, configurable: true, enumerable: false });
  }

  add(Array, "of", function () { return Array.prototype.slice.call(arguments); });
  add(Array, "from", function (source, map) {
    var result = [];
    var length = source == null ? 0 : source.length >>> 0;
    for (var i = 0; i < length; i++) result.push(map ? map(source[i], i) : source[i]);
    return result;
  });

  add(Array.prototype, "findIndex", function (test, self) {
    for (var i = 0; i < this.length; i++) if (test.call(self, this[i], i, this)) return i;
    return -1;
  });
  add(Array.prototype, "find", function (test, self) {
    for (var i = 0; i < this.length; i++) if (test.call(self, this[i], i, this)) return this[i];
    return undefined;
  });
  add(Array.prototype, "includes", function (wanted) {
    for (var i = 0; i < this.length; i++) {
      if (this[i] === wanted || (wanted !== wanted && this[i] !== this[i])) return true;
    }
    return false;
  });
  add(Array.prototype, "fill", function (value, begin, end) {
    var last = end === undefined ? this.length : end;
    for (var i = begin || 0; i < last; i++) this[i] = value;
    return this;
  });

  add(Object, "entries", function (object) {
    return Object.keys(object).map(function (key) { return [key, object[key]]; });
  });
  add(Object, "values", function (object) {
    return Object.keys(object).map(function (key) { return object[key]; });
  });

  function padding(text, length, fill) {
    var filler = fill === undefined ? " " : String(fill);
    var missing = Math.min(Number(length) || 0, 1000000) - text.length;
    if (missing <= 0 || filler === "") return "";
    var pad = "";
    while (pad.length < missing) pad += filler;
    return pad.slice(0, missing);
  }
  add(String.prototype, "padStart", function (length, fill) { return padding(String(this), length, fill) + this; });
  add(String.prototype, "padEnd", function (length, fill) { return this + padding(String(this), length, fill); });
  add(String.prototype, "trimStart", function () { return String(this).replace(/^\s+/, ""); });
  add(String.prototype, "trimEnd", function () {
    var text = String(this);
    var end = text.length;
    while (end > 0 && text.charAt(end - 1).trim() === "") end--;
    return text.slice(0, end);
  });

  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  global.btoa = function (binary) {
    var text = String(binary);
    var parts = [];
    for (var i = 0; i < text.length; i += 3) {
      var a = text.charCodeAt(i), b = text.charCodeAt(i + 1), c = text.charCodeAt(i + 2);
      if (a > 255 || b > 255 || c > 255) throw new Error("btoa: a character does not fit into one byte");
      var two = i + 1 < text.length, three = i + 2 < text.length;
      parts.push(ALPHABET.charAt(a >> 2), ALPHABET.charAt(((a & 3) << 4) | (two ? b >> 4 : 0)),
        two ? ALPHABET.charAt(((b & 15) << 2) | (three ? c >> 6 : 0)) : "=", three ? ALPHABET.charAt(c & 63) : "=");
    }
    return parts.join("");
  };

  // Accepts the URL-safe alphabet, missing padding and white space; throws on anything else.
  global.atob = function (encoded) {
    var text = String(encoded).replace(/\s/g, "").replace(/=+$/, "").replace(/-/g, "+").replace(/_/g, "/");
    if (text.length % 4 === 1) throw new Error("atob: not Base64");
    var parts = [], bits = 0, count = 0;
    for (var i = 0; i < text.length; i++) {
      var value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) throw new Error("atob: not Base64");
      bits = ((bits << 6) | value) & 0xffffff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        parts.push(String.fromCharCode((bits >> count) & 255));
      }
    }
    return parts.join("");
  };
})(globalThis);
