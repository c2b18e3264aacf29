'use strict';
// Three pages: one that counts its visits in PostgreSQL, one for health checks, one that asks the database.

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const { hostname } = require('node:os');
const { Pool } = require('pg');

const GREETING = 'Hello from Node.js';
const PORT = 8080;
// A changed line is another version.
const VERSION = createHash('sha256').update(readFileSync(__filename)).digest('hex').slice(0, 12);
const CLIENT_LIMIT_MS = 15_000;
// Docker kills 10 s after SIGTERM.
const DRAIN_LIMIT_MS = 5_000;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const pool = new Pool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASS,
  database: process.env.DB_NAME,
  // A new connection takes longer than all the rest of a page: there are few, and they are kept.
  max: 4,
  idleTimeoutMillis: 0,
  // A page answers within 2 s: it waits for a connection, then for the answer.
  connectionTimeoutMillis: 1_000,
  query_timeout: 700,
  statement_timeout: 700,
});
// A connection that breaks while nobody uses it is no reason to end.
pool.on('error', (error) => console.error('idle connection lost:', reason(error)));

/** Names the class of a failure, never what the server or the driver wrote. */
function reason(error) {
  return error.code ? `the database refused or can't be reached (${error.code})` : 'the database did not answer in time';
}

const COUNT =
  'INSERT INTO visits VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = visits.number + 1 RETURNING number';

/** Adds one visit and returns how many there are now. */
async function countVisit() {
  try {
    return (await pool.query(COUNT)).rows[0].number;
  } catch (error) {
    if (error.code !== '42P01') throw error; // the first visit of all: there is no table yet
    // Of two first visitors, one may find the name taken.
    await pool.query('CREATE TABLE IF NOT EXISTS visits (id INT PRIMARY KEY, number BIGINT NOT NULL)').catch(() => {});
    return (await pool.query(COUNT)).rows[0].number;
  }
}

async function page() {
  const visits = await countVisit().catch((error) => {
    console.error('visits unavailable:', reason(error));
    return 'unavailable';
  });
  return [200, 'text/html; charset=utf-8', `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${GREETING}</title>
<h1>${GREETING}</h1>
<dl>
  <dt>Version</dt><dd id="version">${VERSION}</dd>
  <dt>Host</dt><dd id="host">${hostname()}</dd>
  <dt>Visits</dt><dd id="visits">${visits}</dd>
</dl>
</html>
`];
}

const json = (status, value) => [status, 'application/json', JSON.stringify(value)];

async function database() {
  try {
    const answer = await pool.query('SELECT version(), current_database() AS database, current_user AS user');
    return json(200, answer.rows[0]);
  } catch (error) {
    return json(503, { error: reason(error) });
  }
}

const PAGES = {
  '/': page,
  '/health': async () => json(200, { status: 'alive', version: VERSION }),
  '/db': database,
};

async function answer(request, response) {
  const path = request.url.split('?', 1)[0];
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // No page takes a body: the connection ends with the answer.
  if (!isRead || !server.listening) response.setHeader('Connection', 'close');
  const show = isRead && Object.hasOwn(PAGES, path) ? PAGES[path] : null;
  const [status, type, body] = show ? await show() : json(isRead ? 404 : 405, { error: 'no such page' });
  response.writeHead(status, { ...HEADERS, 'Content-Type': type }).end(body);
}

const server = http.createServer(
  { headersTimeout: CLIENT_LIMIT_MS, requestTimeout: CLIENT_LIMIT_MS, connectionsCheckingInterval: 1_000 },
  (request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
    // A client that keeps its connection open does not keep a server that is to stop.
    response.on('close', () => server.listening || setImmediate(() => server.closeIdleConnections()));
  },
);

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), DRAIN_LIMIT_MS).unref();
});

server.listen({ port: PORT, backlog: 2048 }, () => console.log(`version ${VERSION} listens on port ${PORT}`));
// The first visitor need not wait for a connection, if the database is there by now.
pool.query('SELECT 1').catch((error) => console.error('the database is away:', reason(error)));
