// Credentials, their lists of statuses and those lists themselves, by Digital Bazaar's packages.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {answer, asked, document, now} from './asked.mjs';

const documentLoader = async url =>
  ({contextUrl: null, documentUrl: url, document: document(url)});

const verdicts = [];
for(const credential of asked.credentials) {
  const {verified, statusResult, error} = await vc.verifyCredential({
    credential, suite: new DataIntegrityProof({cryptosuite}), documentLoader, now,
    checkStatus: credential.credentialStatus ? checkStatus : undefined,
  });
  verdicts.push({
    verified,
    // A credential that was revoked is "verified": its bit has to be read.
    withdrawn: statusResult?.results?.some(({status}) => status) ?? null,
    why: error ? [error.message, ...(error.errors ?? []).map(each => each.message)].join(' ') : '',
  });
}
answer(verdicts);
