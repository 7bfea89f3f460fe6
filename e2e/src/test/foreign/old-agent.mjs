// An agent nobody of this project wrote: plain Node, no packages, no code of ours, only docs/protocol.md.
//
//   node old-agent.mjs '{"server":"http://127.0.0.1:6600","name":"web1","version":"3.6.2024.101","casing":"camel"}'
//
// It prints one JSON object a line: {"event":"waiting"} until a person has approved it, {"event":"socketOpen"} when a
// publish can be pushed, {"event":"socketClosed"} when one has to travel in a heartbeat, and at last {"event":"report"}
// with all it has seen. The exit code tells whether it got that far.
import { Socket, later, md5, pascal, proof, request } from './wire.mjs';

const options = JSON.parse(process.argv[2]);
const server = new URL(options.server);
const PATIENCE_MS = 30_000;
const report = { event: 'report', odd: [] };
let token = null;
const modes = {};

const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');

// 2.1: names as the SDKs write them, or camelCase as a JSON library with web defaults does
function cased(value) {
  if (options.casing !== 'camel' || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(cased);
  const camel = (name) => name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (head) => head.toLowerCase());
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [camel(name), cased(v)]));
}

// 3: the envelope; 2.2: what the strictest clients need of it
async function call(method, path, body) {
  const headers = { Accept: 'application/json', 'User-Agent': 'StarAgent/v' + options.version };
  if (token) headers.Authorization = 'Bearer ' + token;
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(cased(body)), 'utf8');
  const answer = await request(server, method, path, bytes, headers);
  const text = answer.body.toString('utf8');
  const odd = (what) => report.odd.push(path + ': ' + what);
  if (answer.status !== 200) odd('HTTP ' + answer.status);
  const json = JSON.parse(text);
  if (typeof json.code !== 'number') odd('code is ' + typeof json.code);
  if (json.code === 0 && !text.includes('"code":0')) odd('"code":0 is not there to the letter');
  if (json.code === 0) pascal(json.data, odd);
  return json;
}

// 7.1
async function login(code, secret) {
  const hardware = md5(options.name);
  const began = Date.now();
  const answer = await call('POST', '/Node/Login', {
    Code: code,
    Secret: secret,
    ProductCode: 'StarAgent',
    ClientId: '10.0.0.9@' + process.pid,
    Project: null,
    Node: {
      Version: options.version,
      Compile: options.compile,
      OSName: 'Debian GNU/Linux 12',
      OSVersion: '12',
      Architecture: 'X64',
      MachineName: options.name,
      UserName: 'root',
      IP: '10.0.0.9',
      ProcessorCount: 2,
      Memory: 25769803776,
      AvailableMemory: 20769803776,
      TotalSize: 107374182400,
      AvailableFreeSpace: 53687091200,
      UUID: hardware.slice(0, 16),
      MachineGuid: hardware.slice(16),
      DiskID: 'disk-' + options.name,
      Macs: '02-00-00-00-' + hardware.slice(0, 2) + '-' + hardware.slice(2, 4),
      Runtime: '8.0.8',
      Framework: '8.0.8',
      Time: new Date().toISOString(),
      Plugins: [],
    },
  });
  const took = Date.now() - began;
  if (report.firstLoginMs === undefined) report.firstLoginMs = took;
  else report.slowestLoginMs = Math.max(report.slowestLoginMs ?? 0, took);
  return answer;
}

async function arrive() {
  let code = '';
  let secret = null;
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const answer = await login(code, proof(secret));
    const data = answer.code === 0 ? answer.data : {};
    // both or neither (5)
    if (data.Code && data.Secret) {
      code = data.Code;
      secret = data.Secret;
      report.issued = (report.issued ?? 0) + 1;
    }
    if (data.Token) return { code, secret, data };
    if (!report.waited) tell({ event: 'waiting', code, answer: answer.code });
    report.waited = true;
    await later(200);
  }
  throw new Error('nobody let me in');
}

// 7.3
function ping() {
  return call('POST', '/Node/Ping', {
    AvailableMemory: 20769803776,
    AvailableFreeSpace: 53687091200,
    CpuRate: 0.125,
    Uptime: 4711,
    Time: Date.now(),
    Delay: 1,
    ProcessCount: 99,
    TcpConnections: 7,
    SystemLoad: 0.5,
  });
}

const seen = new Set();

// The command, if it is a new order to publish the app that this agent looks after; others are just acknowledged.
function publish(command) {
  if (command?.Command !== 'deploy/publish' || seen.has(command.Id)) return null;
  if (JSON.parse(command.Argument).DeployName === 'standard') return command;
  seen.add(command.Id);
  done(command).catch((e) => report.odd.push(String(e)));
  return null;
}

// What it is told of the others is looked at before the reply: a task that is said to be done is not listed any more.
async function done(command) {
  const argument = JSON.parse(command.Argument ?? '{}');
  const query = 'deployId=' + argument.Id + '&deployName=&appName=';
  for (const entry of (await call('GET', '/Deploy/GetAll?' + query)).data) modes[entry.Service.Name] = entry.Service.Mode;
  await call('POST', '/Node/CommandReply', { Id: command.Id, Status: 2, Data: null });
}

// What an agent does about a publish: look again (12.1), fetch by MD5, say what became of it (8.5, 7.5, 12.3).
async function obey(command) {
  seen.add(command.Id);
  report.commandKeys ??= Object.keys(command);
  const argument = JSON.parse(command.Argument);
  const query = 'deployId=' + argument.Id + '&deployName=' + encodeURIComponent(argument.DeployName) +
    '&appName=' + encodeURIComponent(argument.AppName ?? '');
  const answer = await call('GET', '/Deploy/GetAll?' + query);
  const entry = answer.data[0];
  const result = { id: command.Id, argument, entries: answer.data.length, version: entry.Version, url: entry.Url };
  const url = new URL(entry.Url, server);
  const file = await request(server, 'GET', url.pathname + url.search, null, { Authorization: 'Bearer ' + token });
  result.status = file.status;
  result.bytes = file.body.length;
  result.hashMatches = md5(file.body) === entry.Hash.toUpperCase();
  const anonymous = await request(server, 'GET', url.pathname + url.search, null);
  result.anonymousStatus = anonymous.status;
  result.anonymousMatches = anonymous.status === 200 && md5(anonymous.body) === entry.Hash.toUpperCase();
  result.reply = (await call('POST', '/Node/CommandReply', { Id: command.Id, Status: 2, Data: '成功' })).data;
  result.events = (await call('POST', '/Node/PostEvents', [
    { Time: Date.now(), Type: 'info', Name: 'ServiceController', Remark: 'not a step' },
    { Time: Date.now(), Type: entry.Service.Name + '-done', Name: 'ServiceController', Remark: 'running ' + entry.Version },
  ])).data;
  result.reported = (await call('POST', '/Deploy/Ping', { Id: 4711, Name: entry.Service.Name, AppName: entry.Name,
    MachineName: options.name, WorkingSet: 12345678, Time: Date.now() })).code;
  return result;
}

async function main() {
  const me = await arrive();
  report.code = me.code;
  report.secretIssued = Boolean(me.secret);
  report.numbers = [me.data.Expire, me.data.ServerTime];
  const again = await login(me.code, proof(me.secret));
  report.proofAccepted = again.code === 0 && Boolean(again.data.Token);
  const wrong = await login(me.code, proof('not-the-secret'));
  report.wrongProof = { code: wrong.code, token: Boolean(wrong.data?.Token), secret: Boolean(wrong.data?.Secret) };
  report.withoutToken = (await call('POST', '/Node/Ping', { Time: 1 })).code;
  token = again.data.Token ?? me.data.Token;

  const beat = await ping();
  report.ping = beat.data;
  report.upgrade = (await call('GET', '/Node/Upgrade?channel=Release')).data;
  report.lowerCasePath = (await call('POST', '/node/ping/', { Time: Date.now() })).code;

  const socket = await Socket.open(server, '/Node/Notify', token);
  report.frames = socket.frames;
  socket.send('Ping');
  report.pong = await socket.message((text) => (text === 'Pong' ? text : null));
  tell({ event: 'socketOpen', code: me.code });
  report.pushed = await obey(await socket.message((text) => (text.startsWith('{') ? publish(JSON.parse(text)) : null)));
  socket.close();

  tell({ event: 'socketClosed' });
  const end = Date.now() + PATIENCE_MS;
  while (!report.polled && Date.now() < end) {
    const commands = (await ping()).data.Commands ?? [];
    const found = commands.map(publish).find(Boolean);
    if (found) report.polled = await obey(found);
    else await later(200);
  }

  const all = (await call('GET', '/Deploy/GetAll?deployId=-1&deployName=&appName=')).data;
  report.modes = { ...modes, ...Object.fromEntries(all.map((entry) => [entry.Service.Name, entry.Service.Mode])) };
  report.packageModes = [...new Set(all.map((entry) => entry.Mode))];
  report.uploaded = (await call('POST', '/Deploy/Upload', all.map((entry) => entry.Service))).data;
  report.afterReply = ((await ping()).data.Commands ?? []).map((command) => command.Id);
  report.goodbye = (await call('GET', '/Node/Logout?reason=done')).data;
  tell(report);
}

main().catch((e) => {
  report.failure = String(e?.stack ?? e);
  tell(report);
  process.exitCode = 1;
});
