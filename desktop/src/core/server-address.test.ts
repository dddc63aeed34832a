import { expect, test, vi } from 'vitest'
import { serverAddress } from './server-address.ts'
import { serverRequests } from './server-request.ts'

test('an address is scheme, host and port; https unless it is this machine', () => {
  expect(serverAddress(' https://Centre.example:8443/ ')).toBe('https://centre.example:8443')
  expect(serverAddress('10.1.2.3:8443')).toBe('https://10.1.2.3:8443')
  expect(serverAddress('ｈｔｔｐｓ：／／10.1.2.3')).toBe('https://10.1.2.3')
  for (const here of ['http://127.0.0.1:4610', 'http://localhost:4610', 'http://[::1]:4610'])
    expect(serverAddress(here)).toBe(here)
  for (const open of [
    'http://10.1.2.3',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://0.0.0.0',
    'http://[::]',
  ])
    expect(() => serverAddress(open), open).toThrow('tls.open')
  for (const wrong of [
    '',
    'file:///etc',
    'javascript:alert(1)',
    'https://a/b',
    'https://a?b',
    'https://a#b',
    'https://u@a',
  ])
    expect(() => serverAddress(wrong), wrong).toThrow('enrol.address')
})

test('whatever stands in a path, only the server of enrolment is asked', async () => {
  const fetch = vi.fn(async (_url: URL) => new Response('{}'))
  const requests = serverRequests(
    () => ({ server: 'https://centre.example' }),
    fetch as never,
    async () => {},
  )
  for (const path of [
    '//elsewhere.example/api',
    'https://elsewhere.example/api',
    '\\\\elsewhere.example',
    'http://centre.example/',
  ])
    await expect(requests.get(path), path).rejects.toThrow('another server')
  expect(fetch).not.toHaveBeenCalled()
  await requests.get('/api/files/%2F%2Felsewhere.example')
  expect(fetch.mock.calls[0]![0].origin).toBe('https://centre.example')
})
