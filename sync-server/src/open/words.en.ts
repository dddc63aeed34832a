import type { ProblemName } from './problem.ts'

/** As in Chinese, for whoever asks for English. */
export const PROBLEM_WORDS: Readonly<Record<ProblemName, { title: string; detail: string }>> = {
  request: {
    title: 'Malformed request',
    detail: 'Compare the body with the document; errors names the first part that does not fit.',
  },
  grant: { title: 'Unsupported grant type', detail: 'Only grant_type=client_credentials is supported.' },
  'unknown-scope': {
    title: 'Scope not available',
    detail: 'A scope that was asked for does not exist or is not granted; ask the security officer of the centre.',
  },
  client: {
    title: 'App id or secret not accepted',
    detail:
      'Check app id and secret; a secret must have been released by a security officer and be used from a registered address. If that does not help, ask the administrator of the centre.',
  },
  token: {
    title: 'Token invalid or over',
    detail: 'Fetch a new token with app id and secret, then repeat the request.',
  },
  address: {
    title: 'Unregistered address',
    detail: 'The app may ask from its registered addresses only; ask the security officer of the centre.',
  },
  scope: {
    title: 'Not granted',
    detail: 'The request needs the scope {scope}; ask the security officer of the centre, then fetch a new token.',
  },
  'not-found': { title: 'Nothing to tell', detail: 'There is no such record in the units that the app may ask about.' },
  'no-page': { title: 'No such endpoint', detail: 'Compare path and method with /open/openapi.json.' },
  'too-large': { title: 'Request too large', detail: 'Make the body smaller, as the document says.' },
  rate: { title: 'Too many requests', detail: 'Try again in {wait} seconds, and more slowly.' },
  quota: {
    title: 'Quota of the day used up',
    detail: 'Try again in {wait} seconds, or agree on a quota with the security officer of the centre.',
  },
  internal: {
    title: 'Fault of the centre',
    detail: 'Try again later; if that does not help, tell the administrator of the centre the time.',
  },
  busy: { title: 'The centre is busy', detail: 'Repeat the request in a moment.' },
}
