// Tokens (VC-JWT), by jose.
import {importJWK, jwtVerify} from 'jose';
import {answer, asked, document, now} from './asked.mjs';

const verdicts = [];
for(const token of asked.tokens) {
  try {
    const key = async ({kid}) => importJWK(document(kid).publicKeyJwk, 'ES256');
    const {payload} = await jwtVerify(token, key, {
      algorithms: ['ES256'], typ: 'vc+jwt', currentDate: now, issuer: asked.issuer});
    verdicts.push({verified: payload.issuer.id === payload.iss, name: payload.name, why: ''});
  } catch(error) {
    verdicts.push({verified: false, why: error.message});
  }
}
answer(verdicts);
