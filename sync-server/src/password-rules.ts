/** At least this many characters; nothing is asked of which kind they are (NIST SP 800-63B, 5.1.1.2). */
const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200

/** Whose password it is to be: what others know of them makes a poor one. */
export interface Owner {
  login: string
  name: string
  /** Names of the units they work in. */
  units: readonly string[]
}

/** Why a password is refused: too short, made of the person's own names, or among what everybody tries first. */
export type PasswordProblem = 'short' | 'own' | 'common'

export function passwordProblem(password: string, owner: Owner): PasswordProblem | undefined {
  if ([...password].length < PASSWORD_MIN) return 'short'
  const plain = password.normalize('NFKC').toLowerCase()
  const own = [owner.login, owner.name, ...owner.units].map(word => word.normalize('NFKC').toLowerCase())
  if (own.some(word => [...word].length >= 2 && isMostly(plain, word))) return 'own'
  return isCommon(plain) ? 'common' : undefined
}

/** The word is in it, and what is left is not a password by itself. */
const isMostly = (plain: string, word: string): boolean =>
  plain.includes(word) && [...plain.replaceAll(word, '')].length < PASSWORD_MIN

/** A word or two that everybody tries, with figures or signs that everybody adds; or nothing but rows and repetitions. */
function isCommon(plain: string): boolean {
  if (/^1[3-9]\d{9}$/.test(plain) || /^\d{17}[\dx]$/.test(plain)) return true
  if (new Set(plain).size < 5) return true
  const signless = plain.replace(/[^\p{L}\p{N}]/gu, '')
  const bare = unmasked(plain).replace(/[^\p{L}\p{N}]/gu, '')
  return [plain, signless, bare].some(text => leftOver(text) < 4)
}

/** With the letters for which figures and signs are often written; those at the end are figures and signs. */
const unmasked = (plain: string) => {
  const end = /[^\p{L}]*$/u.exec(plain)?.index ?? plain.length
  return plain.slice(0, end).replace(/[@$!013457]/g, sign => MASKS[sign] ?? sign) + plain.slice(end)
}
const MASKS: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
}

/** Characters that belong to no common word, row of keys, run, year or date, or repetition of what stands before. */
function leftOver(text: string): number {
  let left = 0
  let at = 0
  while (at < text.length) {
    const length = longestAt(text, at)
    if (length === 0) left += 1
    at += Math.max(1, length)
  }
  return left
}

function longestAt(text: string, at: number): number {
  const rest = text.slice(at)
  const words = COMMON.filter(word => rest.startsWith(word)).map(word => word.length)
  const date = /^(19|20)\d\d((0[1-9]|1[0-2])([0-2]\d|3[01]))?/.exec(rest)?.[0].length ?? 0
  return Math.max(0, ...words, date, runAt(rest), repeatAt(text, at))
}

/** A run in the alphabet, in figures, or along the keys, forwards or backwards, of three or more; or one character again. */
function runAt(rest: string): number {
  const runs = ROWS.map(row => {
    let n = 1
    while (n < rest.length && row.includes(rest.slice(0, n + 1))) n += 1
    return n
  })
  const same = /^(.)\1+/.exec(rest)?.[0].length ?? 0
  const longest = Math.max(same, ...runs)
  return longest >= 3 ? longest : 0
}

const FORWARDS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujmik',
  '!@#$%^&*()',
  '147258369',
  '1q2w3e4r5t6y7u8i9o0p',
]
const ROWS = [...FORWARDS, ...FORWARDS.map(row => [...row].reverse().join(''))]

/** What stands before is written again. */
function repeatAt(text: string, at: number): number {
  for (let length = Math.min(at, text.length - at); length >= 3; length--)
    if (text.slice(at - length, at) === text.slice(at, at + length)) return length
  return 0
}

/**
 * What the published lists of broken passwords begin with, in the forms that reach ten characters only with what people
 * add, and what Chinese lists begin with: words of love, luck and the service in pinyin, lucky figures. A short list of
 * our own: the large packages for this know English words and take a megabyte to say so.
 */
const COMMON: readonly string[] = [
  ...'password passwd passw0rd admin administrator root user guest login welcome letmein changeme secret master default test'.split(
    ' ',
  ),
  ...'iloveyou love monkey dragon sunshine princess football baseball superman batman michael charlie computer internet'.split(
    ' ',
  ),
  ...'qwerty qwert asdf zxcv qaz wsx abc abcd abc123 hello summer winter spring autumn january monday windows office'.split(
    ' ',
  ),
  ...'woaini woaiwojia aini wodemima mima nihao zhongguo china beijing shanghai hangzhou zhejiang shenzhen guangzhou'.split(
    ' ',
  ),
  ...'gongan gonganju jingcha police paichusuo minjing renmin zhengfu chuangkou bangong guanli guanliyuan xitong yonghu'.split(
    ' ',
  ),
  ...'laopo laogong baobei mama baba jiayou facai gongxi kuaile xinnian wangyi taobao tencent weixin wechat alipay huawei'.split(
    ' ',
  ),
  ...'5201314 1314520 520 521 1314 666 888 168 518 110 119 120 12306 8888 6666 a123 q123 zxc qwe asd aa'.split(' '),
  ...'密码 口令 管理员 公安局 派出所 中国 我爱你 你好 警察'.split(' '),
]
