// The same proofs once more, with none of Digital Bazaar's code nor ours: JSON-LD as read by
// jsonld-streaming-parser, RDFC-1.0 as done by rdfjs-c14n, Ed25519 of OpenSSL.
// Source: Data Integrity EdDSA Cryptosuites 1.0, section 3.2.2.
import {createHash, createPublicKey, verify} from 'node:crypto';
import {RDFC10} from 'rdfjs-c14n';
import {JsonLdParser} from 'jsonld-streaming-parser';
import {answer, asked, document, now} from './asked.mjs';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base58 = text => {
  let number = 0n;
  for(const letter of text) {
    number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  }
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
};

const quadsOf = content => new Promise((resolve, reject) => {
  const parser = new JsonLdParser({
    documentLoader: {load: async url => document(url)},
    baseIRI: 'https://relative.invalid/',
  });
  const quads = [];
  parser.on('data', quad => quads.push(quad));
  parser.on('error', reject);
  parser.on('end', () => resolve(quads));
  parser.end(JSON.stringify(content));
});

// rdfjs-c14n writes whole numbers as Turtle does: `60000 .` for `"60000"^^<…#integer> .`
const WHOLE = /^(\S+ \S+) (-?\d+) \.$/gm;
const AS_QUADS = '$1 "$2"^^<http://www.w3.org/2001/XMLSchema#integer> .';
const hashOf = async content => {
  const quads = await new RDFC10().canonicalize(await quadsOf(content));
  return createHash('sha256').update(quads.replace(WHOLE, AS_QUADS)).digest();
};

const isProved = async ({proof: {proofValue, ...options}, ...content}) => {
  const issuer = document(content.issuer.id ?? content.issuer);
  if(!issuer.assertionMethod.includes(options.verificationMethod)) {
    return false;
  }
  const method = document(options.verificationMethod);
  const raw = base58(method.publicKeyMultibase.slice(1)).subarray(2);
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
    format: 'der', type: 'spki',
  });
  const signed = Buffer.concat([
    await hashOf({'@context': content['@context'], ...options}), await hashOf(content)]);
  return verify(null, signed, key, base58(proofValue.slice(1)));
};

const isInForce = ({validFrom, validUntil}) =>
  new Date(validFrom) <= now && (!validUntil || now <= new Date(validUntil));

const verdicts = [];
for(const credential of asked.credentials) {
  try {
    verdicts.push({verified: await isProved(credential) && isInForce(credential), why: ''});
  } catch(error) {
    verdicts.push({verified: false, why: error.message});
  }
}
answer(verdicts);
