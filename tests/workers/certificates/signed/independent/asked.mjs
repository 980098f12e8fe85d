// What the scripts beside this one are asked, and every document that they may read: no network.
// Usage: node SCRIPT asked.json
import {readFileSync} from 'node:fs';

const read = path => JSON.parse(readFileSync(path, 'utf8'));
export const asked = read(process.argv[2]);
export const now = asked.now ? new Date(asked.now) : new Date();

const documents = new Map([
  ['https://www.w3.org/ns/credentials/v2', read(`${asked.contexts}/credentials-v2.json`)],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    read(`${asked.contexts}/ob-v3p0-context-3.0.3.json`)],
  ...asked.lists.map(list => [list.id, list]),
]);
for(const did of asked.dids) {
  documents.set(did.id, did);
  for(const method of did.verificationMethod) {
    documents.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
  }
}

export const document = url => {
  if(!documents.has(url)) {
    throw new Error(`asked for ${url}`);
  }
  return documents.get(url);
};

export const answer = verdicts => console.log(JSON.stringify(verdicts));
