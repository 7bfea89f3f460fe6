// The config of an app, as three SDKs that nobody of this project wrote read it: plain Node, no packages, only docs/protocol.md.
//
//   node config.mjs '{"server":"http://127.0.0.1:6600","manner":"go","name":"shop","secret":"...","other":"stock"}'
//
// It prints one JSON object a line: {"event":"listening"} when a release can be published, and at last
// {"event":"report"} with all it has seen. What each SDK sends, and what it makes of an answer, is in MANNERS.
import { Socket, pascal, proof, request } from './wire.mjs';

const SDK = { way: 'POST', token: 'query', scope: true };
const MANNERS = {
  // decodes into a struct: Version and UpdateTime are integers, Configs a map of strings, anything else throws all away
  go: { ...SDK, scope: false, agent: 'Go-http-client/1.1', strict: true },
  // takes what it knows by its PascalCase name, and values only when Version is above its own and there are some
  python: { ...SDK, agent: 'python-requests/2.31', newer: true },
  // asks by parameters, tells which keys it reads, and clears what it has when no values come for a scope that is new
  dotNet: { way: 'GET', token: 'bearer', scope: true, agent: 'StarAgent/v3.10', keys: true },
};

const options = JSON.parse(process.argv[2]);
const server = new URL(options.server);
const manner = MANNERS[options.manner];
const client = '10.0.0.7@' + process.pid;
const report = { event: 'report', odd: [], client };
const odd = (what) => report.odd.push(what);
const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');
let token = '';

async function send(method, path, body, query = {}, shown = token) {
  const all = shown && manner.token === 'query' ? { Token: shown, ...query } : query;
  const text = Object.entries(all).map(([key, value]) => key + '=' + encodeURIComponent(value)).join('&');
  const headers = { Accept: 'application/json', 'User-Agent': manner.agent };
  if (shown && manner.token === 'bearer') headers.Authorization = 'Bearer ' + shown;
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body), 'utf8');
  const answer = await request(server, method, text ? path + '?' + text : path, bytes, headers);
  if (answer.status !== 200) odd(path + ': HTTP ' + answer.status);
  return JSON.parse(answer.body.toString('utf8'));
}

// 10.1, with whatever this one says of itself instead
function getAll(version, instead = {}, shown = token) {
  const asked = {
    AppId: options.name, Secret: manner.way === 'GET' ? '' : options.secret, ClientId: client,
    ...(manner.scope ? { Scope: '' } : {}), Version: version, ...instead,
  };
  if (manner.way === 'POST') return send('POST', '/Config/GetAll', asked, {}, shown);
  const query = Object.entries(asked).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]);
  if (manner.keys) query.push(['usedKeys', 'db:host,debug'], ['missedKeys', 'nowhere']);
  return send('GET', '/Config/GetAll', undefined, Object.fromEntries(query), shown);
}

// what this SDK holds once it has read an answer
const held = { version: 0, configs: {} };

function take(data) {
  const { Configs, ...rest } = data;
  pascal(rest, odd);
  if (manner.strict) {
    for (const field of ['Version', 'UpdateTime']) {
      if (!Number.isInteger(data[field])) odd(field + ' is ' + JSON.stringify(data[field]));
    }
    for (const field of ['Scope', 'SourceIP', 'NextPublish']) {
      if (data[field] !== undefined && data[field] !== null && typeof data[field] !== 'string') odd(field + ' is no string');
    }
    for (const [key, value] of Object.entries(Configs ?? {})) {
      if (typeof value !== 'string') odd(key + ' is no string');
    }
  }
  if (!Configs || (manner.newer && !(data.Version > held.version && Object.keys(Configs).length > 0))) return false;
  held.version = data.Version;
  held.configs = Configs;
  return true;
}

async function main() {
  const login = await send('POST', '/App/Login', {
    AppId: options.name, Secret: options.manner === 'dotNet' ? proof(options.secret) : options.secret, ClientId: client,
    AppName: options.name,
  }, {}, '');
  token = login.data.Token;

  const first = await getAll(0);
  report.first = first.code;
  report.taken = take(first.data);
  report.data = first.data;
  report.configs = { ...held.configs };

  const again = await getAll(held.version);
  report.unchanged = again.code === 0 && !again.data.Configs && again.data.Version === held.version;
  take(again.data);

  // 8.7: told to look again
  const socket = await Socket.open(server, '/App/Notify', token);
  tell({ event: 'listening' });
  const command = await socket.message((text) => {
    const one = text.startsWith('{') ? JSON.parse(text) : null;
    return one?.Command === 'config/publish' ? one : null;
  });
  report.command = command;
  const began = held.version;
  report.takenAgain = take((await getAll(held.version)).data);
  report.grown = held.version > began;
  report.published = { ...held.configs };
  socket.close();

  // 10.2
  const set = {
    appId: options.name, secret: null, clientId: client,
    configs: { 'db:host': 'not this', found: { Value: 'by the app', Comment: 'why it is there' } },
  };
  report.added = (await send('POST', '/Config/SetAll', set)).data;
  report.addedAgain = (await send('POST', '/Config/SetAll', set)).data;
  report.afterSet = (await getAll(held.version)).data.Configs ?? null;

  // nobody, and somebody else
  const asOther = { AppId: options.other, Secret: '' };
  report.forged = await getAll(0, {}, token.slice(0, -3) + 'abc');
  report.nothing = await getAll(0, { AppId: '', Secret: '' }, '');
  report.otherByToken = (await getAll(0, asOther)).data.Configs;
  report.other = await getAll(0, { ...asOther, Secret: 'a guess' }, '');
  report.nobody = await getAll(0, { AppId: 'nobody-there', Secret: 'a guess' }, '');
  report.setAsOther = (await send('POST', '/Config/SetAll', { ...set, appId: options.other, configs: { mine: '1' } })).data;
  // clients that log in nowhere
  report.bySecret = (await getAll(0, { Secret: options.secret }, '')).data?.Configs ?? null;
}

main().catch((e) => {
  report.failure = String(e?.stack ?? e);
  process.exitCode = 1;
}).finally(() => tell(report));
