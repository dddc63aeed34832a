const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** Whether 18 characters are a number by GB 11643-1999: a real date of birth and ISO 7064 MOD 11-2. */
export function isCitizenNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false
  return isoDate(number.slice(6, 14)) !== undefined && number[17] === checkCharacter(number)
}

/** The 18th character for the first 17 digits. */
export function checkCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return CHECKS[sum % 11]!
}

/** YYYYMMDD as YYYY-MM-DD; undefined when no calendar has that day or the century is not ours. */
export function isoDate(digits: string): string | undefined {
  const parts = /^(19|20)(\d\d)(\d\d)(\d\d)$/.exec(digits)
  if (!parts) return undefined
  const iso = `${parts[1]}${parts[2]}-${parts[3]}-${parts[4]}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined
}
