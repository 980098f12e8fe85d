// Checks credentials with an implementation that is not ours, offline: every document it may
// read is given. Usage: node verify.mjs contexts-folder did.json credential.json…
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const [, , contexts, didPath, ...credentials] = process.argv;
const read = path => JSON.parse(readFileSync(path, 'utf8'));
const did = read(didPath);
const documents = new Map([
  ['https://www.w3.org/ns/credentials/v2', read(`${contexts}/credentials-v2.json`)],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    read(`${contexts}/ob-v3p0-context-3.0.3.json`)],
  [did.id, did],
  ...did.verificationMethod.map(
    method => [method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method}]),
]);
const documentLoader = async url => {
  if(!documents.has(url)) {
    throw new Error(`asked for ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url)};
};

const verdicts = [];
for(const path of credentials) {
  const suite = new DataIntegrityProof({cryptosuite});
  const {verified} = await vc.verifyCredential({credential: read(path), suite, documentLoader});
  verdicts.push(verified);
}
console.log(JSON.stringify(verdicts));
