// What every foreign client needs of docs/protocol.md, in plain Node: HTTP, the proof of a secret, one WebSocket.
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

const PATIENCE_MS = 30_000;

export const later = (ms) => new Promise((done) => setTimeout(done, ms));
export const md5 = (text) => createHash('md5').update(text).digest('hex').toUpperCase();

// Sends bytes, or nothing, to a server that is a URL.
export function request(server, method, path, bytes, headers = {}) {
  return new Promise((done, failed) => {
    if (bytes) headers = { 'Content-Type': 'application/json', ...headers, 'Content-Length': bytes.length };
    const call = http.request({ host: server.hostname, port: server.port, method, path, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    call.on('error', failed);
    call.end(bytes);
  });
}

// Inside data, keys have the one casing that every client understands; the others are told to odd.
export function pascal(value, odd) {
  if (Array.isArray(value)) value.forEach((one) => pascal(one, odd));
  else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (!/^[A-Z]/.test(name)) odd('key ' + name);
      pascal(inner, odd);
    }
  }
}

// The salted proof of a secret; null when there is none.
export function proof(secret) {
  if (!secret) return null;
  const salt = String(Math.floor(Date.now() / 1000));
  return '$md5$' + salt + '$' + md5(md5(secret) + salt);
}

// RFC 6455: one unfragmented text frame per message. What came is in frames.
export class Socket {
  constructor(tcp, rest) {
    this.tcp = tcp;
    this.frames = [];
    this.messages = [];
    this.waiting = null;
    this.buffer = rest;
    tcp.on('data', (bytes) => {
      this.buffer = Buffer.concat([this.buffer, bytes]);
      this.read();
    });
    tcp.on('error', () => {});
    this.read();
  }

  static open(server, path, token) {
    return new Promise((done, failed) => {
      const key = randomBytes(16).toString('base64');
      const tcp = net.connect(Number(server.port), server.hostname, () => {
        tcp.write(
          'GET ' + path + ' HTTP/1.1\r\nHost: ' + server.host + '\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ' + key + '\r\nAuthorization: Bearer ' + token + '\r\n\r\n');
      });
      tcp.once('error', failed);
      let head = Buffer.alloc(0);
      const onData = (bytes) => {
        head = Buffer.concat([head, bytes]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        tcp.off('data', onData);
        const text = head.subarray(0, end).toString('latin1');
        const accept = createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
        const told = /sec-websocket-accept:\s*(\S+)/i.exec(text);
        if (!text.startsWith('HTTP/1.1 101') || told?.[1] !== accept) failed(new Error('no socket: ' + text));
        else done(new Socket(tcp, head.subarray(end + 4)));
      };
      tcp.on('data', onData);
    });
  }

  read() {
    while (this.buffer.length >= 2) {
      const final = (this.buffer[0] & 0x80) !== 0;
      const kind = this.buffer[0] & 0x0f;
      let length = this.buffer[1] & 0x7f;
      let at = 2;
      if (length === 126) {
        if (this.buffer.length < 4) return;
        length = this.buffer.readUInt16BE(2);
        at = 4;
      } else if (length === 127) {
        if (this.buffer.length < 10) return;
        length = Number(this.buffer.readBigUInt64BE(2));
        at = 10;
      }
      if (this.buffer.length < at + length) return;
      const masked = (this.buffer[1] & 0x80) !== 0;
      const payload = Buffer.from(this.buffer.subarray(at, at + length));
      this.buffer = this.buffer.subarray(at + length);
      if (kind === 9) this.send(payload, 10);
      if (kind !== 1 && kind !== 0) continue;
      this.frames.push({ final, masked, length });
      const text = payload.toString('utf8');
      if (text === 'Ping') this.send('Pong');
      else this.messages.push(text);
      this.waiting?.();
    }
  }

  send(text, kind = 1) {
    const payload = Buffer.from(text);
    const mask = randomBytes(4);
    const head = payload.length < 126
      ? Buffer.from([0x80 | kind, 0x80 | payload.length])
      : Buffer.from([0x80 | kind, 0x80 | 126, payload.length >> 8, payload.length & 255]);
    this.tcp.write(Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i % 4])]));
  }

  // The first message that is wanted; others are dropped.
  async message(wanted) {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      while (this.messages.length > 0) {
        const found = wanted(this.messages.shift());
        if (found) return found;
      }
      await Promise.race([later(500), new Promise((done) => { this.waiting = done; })]);
    }
    throw new Error('the socket stayed silent');
  }

  close() {
    this.send(Buffer.from([0x03, 0xe8]), 8);
    this.tcp.end();
  }
}
