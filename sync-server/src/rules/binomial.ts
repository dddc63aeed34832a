/**
 * P(Binomial(n, p) ≥ x), 0 < p < 1: every term of the sum, none of them approximated. Terms are taken as logarithms, so
 * that thousands of cases neither vanish nor overflow.
 */
export function binomialTail(n: number, p: number, x: number): number {
  if (x <= 0) return 1
  let sum = 0
  let log = logChoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p)
  for (let k = x; k <= n; k++) {
    sum += Math.exp(log)
    log += Math.log((n - k) / (k + 1)) + Math.log(p) - Math.log1p(-p)
  }
  return Math.min(1, sum)
}

function logChoose(n: number, k: number): number {
  let log = 0
  for (let i = 1; i <= Math.min(k, n - k); i++) log += Math.log((n - i + 1) / i)
  return log
}
