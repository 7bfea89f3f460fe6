// An app with an SDK that nobody of this project wrote: plain Node, no packages, no code of ours, only docs/protocol.md.
//
//   node app.mjs '{"server":"http://127.0.0.1:6600","manner":"python","name":"orders"}'
//
// One script for all SDKs: what each of them sends, and what it makes of an answer, is in MANNERS. It prints one JSON
// object a line: {"event":"secret"} with each that it got, {"event":"socketOpen"} when a command can be pushed,
// {"event":"socketClosed"} when one has to travel in a heartbeat, {"event":"restart"} when the server is to be killed and
// started (it goes on when it is told something), and at last {"event":"report"} with all it has seen.
import { once } from 'node:events';
import zlib from 'node:zlib';
import { Socket, later, pascal, proof, request } from './wire.mjs';

const DOT_NET = {
  agent: 'StarAgent/v3.10', token: 'bearer', reads: 'any', secret: 'proof', nulls: true, form: 'long', relogin: true,
};
const SDK = { token: 'query', reads: 'pascal', secret: 'plain', form: 'short' };
const MANNERS = {
  // its tracer and its config client log in apart, the latter without a client; no secret outlives the process
  python: { ...SDK, agent: 'python-requests/2.31', gzip: true, ascii: true, charset: true, loginsTwice: true, falsyData: true },
  js: { ...SDK, charset: true },
  go: { ...SDK, agent: 'Go-http-client/1.1', reads: 'any', gzip: true, version: false, typed: true },
  php: { ...SDK, charset: true, strictStatus: true },
  // no JSON reader at all: it looks for "code":0 and "Token":" in the text
  asp: { ...SDK, reads: 'text' },
  java: { ...SDK, agent: 'Java/17' },
  dotNet: { ...DOT_NET, compile: '2026-08-02T10:11:12Z' },
  // takes times in commands for the wall clock
  oldDotNet: { ...DOT_NET, compile: '2024-01-02T10:11:12Z', localDates: true },
  // before 2023: a token by OAuth, and /App/Register to say that it is there
  oauth: { ...DOT_NET, oauth: true, secret: 'plain', form: 'code' },
  // every upstream agent is this app, too, on each machine without a secret
  starAgent: { ...DOT_NET, secret: 'none', compile: '2026-08-02T10:11:12Z' },
  // logs in from a page of another origin, and never pings
  browser: { ...SDK, agent: 'Mozilla/5.0', page: 'http://shop.example' },
};

const options = JSON.parse(process.argv[2]);
const server = new URL(options.server);
const manner = MANNERS[options.manner];
const name = options.name;
const client = '10.0.0.7@' + process.pid;
const SERVICE = 'stock-' + options.manner.toLowerCase();
const PATIENCE_MS = 30_000;
const report = { event: 'report', odd: [], client };
let token = '';
let secret = '';
let refresh = null;

const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const odd = (path, what) => report.odd.push(path + ': ' + what);

// 2.1: Python's JSON has ASCII only, all others raw UTF-8
function encoded(body) {
  const text = JSON.stringify(body);
  const ascii = (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
  return Buffer.from(manner.ascii ? text.replace(/[\u0080-\uffff]/g, ascii) : text, 'utf8');
}

function headers() {
  const sent = { Accept: 'application/json' };
  if (manner.agent) sent['User-Agent'] = manner.agent;
  if (manner.gzip) sent['Accept-Encoding'] = 'gzip, deflate';
  if (manner.charset) sent['Content-Type'] = 'application/json; charset=utf-8';
  if (manner.page) sent.Origin = manner.page;
  if (manner.token === 'bearer') {
    if (token) sent.Authorization = 'Bearer ' + token;
    sent.traceparent = '00-0a0000011785637230000000112a0e-0a0000010e120001-01';
  }
  return sent;
}

// 4.1: SDKs write the token behind the path, even when they have none
function address(path, query) {
  const all = manner.token === 'query' ? { Token: token, ...query } : query;
  const text = Object.entries(all).map(([key, value]) => key + '=' + encodeURIComponent(value)).join('&');
  return text ? path + '?' + text : path;
}

// 3, and 2.2: what this SDK makes of an answer
async function send(method, path, body, query = {}) {
  const bytes = body === undefined ? null : encoded(body);
  const answer = await request(server, method, address(path, query), bytes, headers());
  const packed = answer.headers['content-encoding'];
  if (packed && !manner.gzip) odd(path, 'packed, and nobody asked for it');
  const text = (packed === 'gzip' ? zlib.gunzipSync(answer.body) : answer.body).toString('utf8');
  if (answer.status !== 200) odd(path, 'HTTP ' + answer.status);
  if (manner.page && answer.headers['access-control-allow-origin'] !== '*') odd(path, 'the page may not read it');
  const json = JSON.parse(text);
  if (typeof json.code !== 'number') odd(path, 'code is ' + typeof json.code);
  if (/": |, "/.test(text)) odd(path, 'not compact');
  if (json.code !== 0) return { code: json.code, data: null };
  if (!text.includes('"code":0')) odd(path, '"code":0 is not there to the letter');
  if (json.data === undefined) odd(path, 'no data');
  if (!path.toLowerCase().startsWith('/oauth/token')) pascal(json.data, (what) => odd(path, what));
  if (manner.reads === 'text' && json.data?.Token && !text.includes('"Token":"' + json.data.Token)) {
    odd(path, '"Token":" is not there to the letter');
  }
  return json;
}

// .NET logs in anew and repeats, once; all others never log in again (0.4)
async function call(method, path, body, query) {
  const answer = await send(method, path, body, query);
  if (answer.code !== 401 || !manner.relogin) return answer;
  await login();
  return send(method, path, body, query);
}

const post = (path, body, query) => call('POST', path, body, query);

// Python throws where a number is null (2.2); Go wants whole numbers, and throws everything away otherwise
function numbers(path, data, fields) {
  for (const field of fields) {
    if (typeof data[field] !== 'number' || !Number.isInteger(data[field])) odd(path, field + ' is ' + data[field]);
  }
}

// 5
function shown() {
  if (manner.secret === 'none') return null;
  return manner.secret === 'proof' ? proof(secret) : secret;
}

// 9.1
function loginForm(clientId) {
  const form = { AppId: name, Secret: shown(), ClientId: clientId, AppName: '订单 ' + name };
  if (manner.form === 'short') return form;
  if (manner.form === 'code') return { Code: name, Secret: secret, ClientId: clientId, AppName: null };
  return {
    ...form, Code: name, NodeCode: null, Project: null, Version: '1.2.2026.0802', Compile: Date.parse(manner.compile),
    IP: '10.0.0.7', Macs: null, UUID: null, Time: Date.now(),
  };
}

async function login(clientId = client) {
  if (manner.oauth) return oauth({ grant_type: 'password', username: name, password: secret, clientId });
  const began = Date.now();
  const answer = await send('POST', '/App/Login', loginForm(clientId));
  const took = Date.now() - began;
  if (report.firstLoginMs === undefined) report.firstLoginMs = took;
  else report.slowestLoginMs = Math.max(report.slowestLoginMs ?? 0, took);
  if (answer.code !== 0) return answer;
  const data = answer.data;
  if (manner.falsyData && !data) odd('/App/Login', 'data is empty');
  numbers('/App/Login', data, ['Expire', 'Time', 'ServerTime']);
  if (data.Token) token = data.Token;
  // .NET takes both or neither; the others each that is there, for as long as they run
  if (data.Code && data.Secret) {
    report.issued = (report.issued ?? 0) + 1;
    secret = data.Secret;
    tell({ event: 'secret', secret });
  }
  return answer;
}

// 14.1
async function oauth(form) {
  const answer = await send('POST', '/OAuth/Token', form);
  if (answer.code !== 0) return answer;
  const data = answer.data;
  numbers('/OAuth/Token', data, ['expire_in']);
  if (!/^(JWT|Token)?$/.test(data.token_type ?? '')) odd('/OAuth/Token', 'token_type ' + data.token_type);
  token = data.access_token;
  refresh = data.refresh_token;
  return answer;
}

// 9.4
async function ping() {
  const now = Date.now();
  const short = { Id: process.pid, Name: name, Time: now };
  const long = {
    ...short, Version: '1.2.2026.0802', AppName: name, CommandLine: 'dotnet a.dll', UserName: 'root', MachineName: 'web1',
    IP: '10.0.0.7', StartTime: '2026-08-02T10:11:12', ProcessorTime: 1234, CpuUsage: 1.25, WorkingSet: 85765437,
    HeapSize: 5765437, Threads: 21, WorkerThreads: 3, IOThreads: 1, AvailableThreads: 32763, PendingItems: 0,
    CompletedItems: 99, Handles: 210, Connections: 3, Listens: 1, GCCount: 7,
  };
  const answer = await post('/App/Ping', manner.form === 'short' ? short : long);
  if (answer.code !== 0) return answer;
  numbers('/App/Ping', answer.data, ['Time', 'ServerTime', 'Period']);
  if (answer.data.Time !== now) odd('/App/Ping', 'Time is not the one that was sent');
  if (answer.data.Token) {
    report.renewed = (report.renewed ?? 0) + 1;
    token = answer.data.Token;
  }
  return answer;
}

// 9.5, 9.6
const offer = () => ({
  ServiceName: SERVICE, ClientId: client, IP: '10.0.0.7,10.0.0.8', Version: '1.10', Address: 'http://*:5000,tcp://[::]:5001',
  ExternalAddress: null, Health: null, Tag: 'blue,fast',
});

// 9.7
async function resolve(service, minVersion = null, tag = null) {
  const asked = { ServiceName: service, ClientId: client, MinVersion: minVersion, Tag: tag };
  const answer = await post('/App/ResolveService', asked);
  if (!Array.isArray(answer.data)) odd('/App/ResolveService', 'no array: code ' + answer.code);
  return answer.data ?? [];
}

const seen = new Set();

// 8.3, 8.5: obeys a command that it has not seen; those about services make it resolve again (8.7)
async function obey(command, way) {
  if (seen.has(command.Id)) return false;
  seen.add(command.Id);
  numbers(way, command, ['Id', 'Status']);
  if (manner.localDates && /Z$/.test(command.Expire ?? '')) odd(way, 'Expire ' + command.Expire + ' is no local time');
  const own = command.Command === 'orders/Count';
  const told = /^registry\/(un)?register$/.test(command.Command);
  if (told) report.toldOf = JSON.parse(command.Argument).ServiceName;
  const reply = { Id: command.Id, Status: 2, Data: own ? '成功 ' + command.Argument : null };
  const answer = await post('/App/CommandReply', reply);
  if (!own) return false;
  report[way] = { id: command.Id, reply: answer.data, argument: command.Argument };
  report[way].again = (await post('/App/CommandReply', { Id: 123456789, Status: 2, Data: null })).data;
  return true;
}

async function listen() {
  const socket = await Socket.open(server, '/App/Notify', token);
  report.frames = socket.frames;
  socket.send('Ping');
  report.pong = await socket.message((text) => (text === 'Pong' ? text : null));
  tell({ event: 'socketOpen' });
  const end = Date.now() + PATIENCE_MS;
  const command = async () => JSON.parse(await socket.message((text) => (text.startsWith('{') ? text : null)));
  while (!report.pushed && Date.now() < end) await obey(await command(), 'pushed');
  if (report.found) {
    // who has asked for a service hears that it has changed
    await post('/App/RegisterService', { ...offer(), Tag: 'blue,fast,new' });
    while (!report.toldOf && Date.now() < end) await obey(await command(), 'pushed');
  }
  socket.close();
}

async function poll() {
  tell({ event: 'socketClosed' });
  const end = Date.now() + PATIENCE_MS;
  while (!report.polled && Date.now() < end) {
    for (const command of (await ping()).data?.Commands ?? []) await obey(command, 'polled');
    if (!report.polled) await later(100);
  }
  const left = (await ping()).data?.Commands ?? [];
  report.repeated = left.some((command) => command.Id === report.polled?.id);
}

// The first start with nothing, and the next one.
async function arrive() {
  report.withoutToken = (await send('POST', '/App/Ping', { Id: 1, Name: name, Time: 1 })).code;
  secret = options.secret ?? '';
  const first = await login();
  report.first = first.code;
  if (manner.oauth) report.registered = (await send('POST', '/App/Register', loginForm(client))).data;
  const mine = token;
  const issued = secret;
  if (!manner.relogin) secret = options.secret ?? ''; // neither its config client nor the next start know what it was given
  if (manner.loginsTwice) {
    const blank = await login('');
    report.blankClient = blank.code === 0 && Boolean(blank.data.Token);
    token = mine;
  }
  const again = await login();
  report.second = again.code;
  report.secondSecret = Boolean(again.data?.Secret);
  secret = issued;
}

async function services() {
  const made = await post('/App/RegisterService', offer());
  report.offered = made.data;
  report.found = await resolve(SERVICE, '1.9', 'fast');
  report.older = (await resolve(SERVICE, '1.11')).length;
  report.other = (await resolve(SERVICE, null, 'green')).length;
  report.nobody = await resolve('nobody-' + options.manner.toLowerCase());
  const before = JSON.stringify(await resolve(SERVICE));
  await post('/App/RegisterService', offer()); // with each heartbeat
  report.unchanged = JSON.stringify(await resolve(SERVICE)) === before;
}

// 4.4: whatever the server went through, no login is missing
async function outlive() {
  const held = token;
  tell({ event: 'restart' });
  await once(process.stdin, 'data');
  process.stdin.pause();
  report.afterRestart = (await ping()).code;
  report.foundAfterRestart = (await resolve(SERVICE)).length;
  token = held; // a client that takes no renewal, as the config clients
  report.heldAfterRestart = (await send('POST', '/App/ResolveService', { ServiceName: SERVICE })).code;
}

// 14
async function identify() {
  const user = await call('GET', '/OAuth/UserInfo', undefined, { token });
  report.user = user.data;
  const mine = token;
  if (!refresh) report.oauth = (await oauth({ grant_type: 'password', username: name, password: secret, clientId: client })).code;
  report.refreshed = (await oauth({ grant_type: 'refresh_token', refresh_token: refresh ?? '', clientId: client })).code;
  report.afterRefresh = (await ping()).code;
  report.wrongPassword = (await send('POST', '/OAuth/Token', { username: name, password: 'not the secret' })).code;
  if (!manner.oauth) token = mine;
}

async function browse() {
  const preflight = await request(server, 'OPTIONS', '/App/Login', null, {
    Origin: manner.page, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type',
  });
  const allows = (header) => preflight.headers['access-control-allow-' + header] ?? '';
  report.preflight = [preflight.status, allows('origin'), allows('headers').toLowerCase(), allows('methods')];
  secret = options.secret ?? '';
  report.first = (await login()).code;
  report.token = Boolean(token);
}

async function main() {
  if (manner.page) return browse();
  await arrive();
  report.ping = (await ping()).data;
  if (manner.secret === 'none') report.offer = (await post('/App/RegisterService', offer())).code;
  else await services();
  await listen();
  await poll();
  report.events = (await post('/App/PostEvents', [
    { Time: Date.now(), Type: 'info', Name: 'orders', Remark: '一' }, { Time: 0, Type: 'alert', Name: 'orders', Remark: null },
  ])).data;
  await outlive();
  if (report.found) {
    report.withdrawn = (await post('/App/UnregisterService', offer())).data;
    report.gone = (await resolve(SERVICE)).length;
    report.withdrawnAgain = (await post('/App/UnregisterService', offer())).data;
    await identify();
  }
  report.goodbye = (await call('GET', '/App/Logout', undefined, { reason: 'done' })).data;
  report.afterLogout = (await send('POST', '/App/Ping', { Id: 1, Name: name, Time: 1 })).code;
  if (manner.relogin) report.backAgain = (await ping()).code;
}

main().catch((e) => {
  report.failure = String(e?.stack ?? e);
  process.exitCode = 1;
}).finally(() => tell(report));
