/* A ZIP archive, made piece by piece: a spreadsheet is one. Deflated where the browser can. */
window.lantianPart(function (search) {
  "use strict";

  const STORED = 0, DEFLATED = 8;
  const UTF8 = 0x800;          // the flag for names
  const VERSION = 20;
  const FIRST_DAY = 0x21;      // 1980-01-01, as the same hits shall give the same bytes
  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
  });

  function crcOn(crc, bytes) {
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]) & 0xff];
    return crc;
  }

  /* numbers: pairs of value and width in bytes; little-endian. */
  function packed(numbers, ...tail) {
    const bytes = numbers.flatMap(([value, width]) =>
      Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff));
    return [Uint8Array.from(bytes), ...tail];
  }

  function deflater() {
    try {
      return new CompressionStream("deflate-raw");
    } catch {   // an older browser: stored is larger, and read as well
      return new TransformStream();
    }
  }

  /* texts: an async iterable of pieces of one file. */
  async function entry(name, texts, offset) {
    const encoder = new TextEncoder();
    const stream = deflater();
    const method = stream instanceof TransformStream ? STORED : DEFLATED;
    const blob = new Response(stream.readable).blob();
    const writer = stream.writable.getWriter();
    let crc = 0xffffffff;
    let size = 0;
    for await (const text of texts) {
      const bytes = encoder.encode(text);
      crc = crcOn(crc, bytes);
      size += bytes.length;
      await writer.write(bytes);
    }
    await writer.close();
    const body = await blob;
    return { name: encoder.encode(name), body, method, offset, size, crc: ~crc >>> 0 };
  }

  function shared({ method, crc, body, size, name }) {
    return [[UTF8, 2], [method, 2], [0, 2], [FIRST_DAY, 2], [crc, 4], [body.size, 4], [size, 4],
      [name.length, 2], [0, 2]];
  }

  function localHead(one) {
    return packed([[0x04034b50, 4], [VERSION, 2], ...shared(one)], one.name);
  }

  function listed(one) {
    return packed([[0x02014b50, 4], [VERSION, 2], [VERSION, 2], ...shared(one),
      [0, 2], [0, 2], [0, 2], [0, 4], [one.offset, 4]], one.name);
  }

  function length(parts) {
    return parts.reduce((sum, part) => sum + (part.size ?? part.length), 0);
  }

  /* files: pairs of name and async iterable of texts. */
  async function zip(files, type) {
    const parts = [];
    const entries = [];
    let offset = 0;
    for (const [name, texts] of files) {
      const one = await entry(name, texts, offset);
      const made = [...localHead(one), one.body];
      offset += length(made);
      parts.push(...made);
      entries.push(one);
    }
    const list = entries.flatMap(listed);
    const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2],
      [length(list), 4], [offset, 4], [0, 2]]);
    return new Blob([...parts, ...list, ...end], { type });
  }

  Object.assign(search, { zip });
});
