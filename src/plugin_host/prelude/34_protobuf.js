// SPDX-License-Identifier: MIT
// ctx.protobuf: the wire form of Protocol Buffers (https://protobuf.dev/programming-guides/encoding)
// for messages whose description is not published. Bytes are binary strings.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;

  function broken(what) {
    parts.kit.fail.invalid("The Protocol Buffers data is damaged: " + what + ".");
  }

  function littleEndian(bytes, start, count) {
    var value = 0;
    for (var i = count - 1; i >= 0; i--) value = value * 256 + bytes.charCodeAt(start + i);
    return value;
  }
  // IEEE 754 from its parts; null for infinity and for what is no number.
  function real(isNegative, exponent, fraction, bias) {
    if (exponent === 2 * bias + 1) return null;
    var value = ((exponent > 0 ? 1 : 0) + fraction) * Math.pow(2, Math.max(exponent, 1) - bias);
    return isNegative ? -value : value;
  }
  function float32(bytes) {
    var bits = littleEndian(bytes, 0, 4);
    return real(bits >= 0x80000000, Math.floor(bits / 0x800000) % 256, bits % 0x800000 / 0x800000, 127);
  }
  function float64(bytes) {
    var high = littleEndian(bytes, 4, 4);
    var fraction = (high % 0x100000 + littleEndian(bytes, 0, 4) / 0x100000000) / 0x100000;
    return real(high >= 0x80000000, Math.floor(high / 0x100000) % 2048, fraction, 1023);
  }

  function fields(bytes) {
    var at = 0;
    function varint() {
      var value = 0;
      for (var i = 0; i < 10; i++) {
        if (at >= bytes.length) broken("it ends within a number");
        var byte = bytes.charCodeAt(at++);
        value += byte % 128 * Math.pow(2, 7 * i);
        if (byte < 128) return value;
      }
      return broken("a number has more than ten bytes");
    }
    function take(count) {
      if (at + count > bytes.length) broken("it ends within a field");
      at += count;
      return bytes.slice(at - count, at);
    }
    function valueOf(wire) {
      if (wire === 0) return varint();
      if (wire === 1) return take(8);
      if (wire === 2) return take(varint());
      if (wire === 5) return take(4);
      return broken("wire type " + wire + " is not known");
    }
    var found = [];
    while (at < bytes.length) {
      var tag = varint();
      var field = { number: Math.floor(tag / 8), wire: tag % 8 };
      field.value = valueOf(field.wire);
      found.push(field);
    }
    return found;
  }

  function values(bytes, number, wire) {
    return fields(bytes).filter(function (field) {
      return field.number === number && field.wire === wire;
    }).map(function (field) { return field.value; });
  }
  // Of a field that is repeated against its description, the last one counts.
  function value(bytes, number, wire) {
    var all = values(bytes, number, wire);
    return all.length ? all[all.length - 1] : null;
  }

  parts.protobuf = {
    fields: fields, values: values, value: value,
    integer: function (bytes, number) { return value(bytes, number, 0); },
    real: function (bytes, number) {
      var single = value(bytes, number, 5);
      if (single !== null) return float32(single);
      var wide = value(bytes, number, 1);
      return wide === null ? null : float64(wide);
    },
    message: function (bytes, number) { return value(bytes, number, 2) || ""; },
    text: function (bytes, number) {
      var text = value(bytes, number, 2);
      return text === null ? null : parts.base64.decodeUtf8(parts.base64.encode(text));
    }
  };
})(globalThis);
