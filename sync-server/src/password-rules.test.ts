import { expect, test } from 'vitest'
import { passwordProblem } from './password-rules.ts'

const owner = { login: 'zhangwei', name: '张伟', units: ['桂花路派出所', '云江市公安局'] }

test.each([
  ['Chuangtai-2026', undefined],
  ['a new password', undefined],
  ['correct horse battery', undefined],
  ['春眠不觉晓处处闻啼鸟', undefined],
  ['K7MX-PQ2A-ZZ49', undefined],
  ['tram-lemon-73', undefined],
  ['zhangwei loves long walks', undefined],
  ['short', 'short'],
  ['窗台测试口令', 'short'],
  ['zhangwei2026', 'own'],
  ['ZHANGWEI@123', 'own'],
  ['张伟张伟张伟张伟123', 'own'],
  ['桂花路派出所1101', 'own'],
  ['1234567890', 'common'],
  ['0987654321', 'common'],
  ['qwertyuiop', 'common'],
  ['1qaz2wsx3edc', 'common'],
  ['P@ssw0rd2026', 'common'],
  ['password123!', 'common'],
  ['Admin@123456', 'common'],
  ['woaini1314520', 'common'],
  ['gongan@2026!', 'common'],
  ['jingcha110110', 'common'],
  ['abc123abc123', 'common'],
  ['aaaaaaaaaaaa', 'common'],
  ['1212121212', 'common'],
  ['13800001234', 'common'],
  ['330402199001011234', 'common'],
  ['19900101aaa', 'common'],
  ['管理员密码20260101', 'common'],
] as const)('%s: %s', (password, problem) => {
  expect(passwordProblem(password, owner)).toBe(problem)
})

test('a long text is judged at once', () => {
  const start = performance.now()
  passwordProblem('x1'.repeat(100), owner)
  expect(performance.now() - start).toBeLessThan(200)
})
