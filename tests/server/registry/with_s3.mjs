// Runs a test program beside an S3-compatible service that checks signatures, and ends with its exit code:
//   node with_s3.mjs PROGRAM [ARGUMENT…]
// The program finds the service by AWS_… and the folder of the bucket `models` in CLEARWELL_TEST_BUCKET_DIR. The same
// service answers at CLEARWELL_TEST_BUSY_ENDPOINT, but says twice of each request that it is busy, and always of the
// bucket `busy`. CLEARWELL_TEST_WRONG_ENDPOINT answers listings that no sound service gives. s3rver keeps the objects but knows only older signatures, so aws4 signs each request once more to
// compare. scripts/bootstrap --tests brings both; without them the exit code is 77.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';

const tools = new URL('../../../build/test-tools/node/', import.meta.url);
for (const name of ['s3rver', 'aws4'])
  if (!existsSync(new URL(`node_modules/${name}`, tools))) {
    console.log(`skipped: ${name} is missing; scripts/bootstrap --tests installs it`);
    process.exit(77);
  }
const require = createRequire(tools);
const S3rver = require('s3rver');
const aws4 = require('aws4');
const keys = {accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER'}; // the only account that s3rver has

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The signature that a request with these keys would have, over the headers that this one names as signed. */
const expectedAuthorization = (request) => {
  const {authorization} = request.headers;
  const signed = authorization.match(/SignedHeaders=([^,]*)/)?.[1].split(';') ?? [];
  const region = authorization.split('/')[2];
  const headers = Object.fromEntries(signed.map((name) => [name, request.headers[name]]));
  return aws4.sign({service: 's3', region, method: request.method, path: request.url, headers}, keys).headers.Authorization;
};

/** Code and message of what is wrong with a request, as S3 has them; nothing when it may pass. */
const whyRefused = (request, body) => {
  if (!request.headers.authorization) return ['AccessDenied', 'Access Denied'];
  if (request.headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex'))
    return ['XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed."];
  const withoutSpaces = (text) => text.replaceAll(' ', '');
  if (withoutSpaces(request.headers.authorization) !== withoutSpaces(expectedAuthorization(request)))
    return ['SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.'];
};

const refuse = (response, status, [code, message]) =>
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);

const directory = mkdtempSync(join(tmpdir(), 'clearwell-s3-'));
const service = new S3rver({silent: true, directory, vhostBuckets: false, configureBuckets: [{name: 'models'}]});
await service.configureBuckets();

// S3 answers when the object is stored, s3rver when it has begun to write its file.
const {store} = service;
const beginToPut = store.putObject.bind(store);
store.putObject = async (object) => {
  const put = await beginToPut(object);
  const file = store.getResourcePath(object.bucket, object.key, 'object');
  while (statSync(file).size !== put.size) await pause(1);
  return put;
};
const pass = service.callback();

/** Whether the content that the request means (If-Match, which s3rver does not know) is there no more. */
const isReplaced = async ({url, headers}) => {
  if (headers['if-match'] === undefined) return false;
  const [bucket, ...key] = decodeURIComponent(url).slice(1).split('/');
  const object = await store.getObject(bucket, key.join('/'));
  object?.content?.destroy();
  return object && object.metadata.etag !== headers['if-match'];
};

const answer = async (request, response) => {
  const body = await bodyOf(request);
  const refused = whyRefused(request, body);
  if (refused) return refuse(response, 403, refused);
  if (await isReplaced(request))
    return refuse(response, 412, ['PreconditionFailed', 'At least one of the pre-conditions you specified did not hold']);
  // s3rver reads the body from the request, where it is no more.
  const again = Object.assign(Readable.from([body]), {
    method: request.method, url: request.url, headers: request.headers, socket: request.socket, httpVersion: '1.1',
  });
  pass(again, response);
};

const timesBusy = new Map();
const answerWhenFree = (request, response) => {
  const key = request.method + request.url;
  const times = (timesBusy.get(key) ?? 0) + 1;
  timesBusy.set(key, times);
  if (times <= 2 || request.url.startsWith('/busy/'))
    return refuse(response, 503, ['SlowDown', 'Please reduce your request rate.']);
  timesBusy.delete(key);
  answer(request, response);
};

const listing = (inner) => `<ListBucketResult>${inner}</ListBucketResult>`;
const contents = (key) => `<Contents><Key>${key}</Key><ETag>"1"</ETag></Contents>`;
const wrongListings = {
  html: '<html><body>Please log in</body></html>',
  endless: listing('<NextContinuationToken>1</NextContinuationToken>'),
  names: listing(['elsewhere.csv', 'of/tests/', 'of/tests/../../a.csv', 'of/tests/a.csv'].map(contents).join('')),
};
const answerWrongly = (request, response) => response.end(wrongListings[request.url.split('/')[1]]);

const listen = async (handler) => {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
};
const endpoint = await listen(answer);
const busyEndpoint = await listen(answerWhenFree);
const wrongEndpoint = await listen(answerWrongly);

const program = spawn(process.argv[2], process.argv.slice(3), {
  stdio: 'inherit',
  env: {
    ...process.env,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    CLEARWELL_TEST_BUCKET_DIR: join(directory, 'models'),
    CLEARWELL_TEST_BUSY_ENDPOINT: busyEndpoint,
    CLEARWELL_TEST_WRONG_ENDPOINT: wrongEndpoint,
    no_proxy: '127.0.0.1',
  },
});
program.on('exit', (code) => {
  rmSync(directory, {recursive: true, force: true});
  process.exit(code ?? 1);
});
