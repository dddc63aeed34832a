/**
 * The one rating that a case can have: its id follows from the case, so that wherever and however often it is given, the
 * second is refused. A UUID of version 8 (RFC 9562) over SHA-256.
 * @param sha256 of a text in UTF-8, in hex
 */
export function ratingId(caseId: string, sha256: (text: string) => string): string {
  const hex = sha256(`rating ${caseId}`)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
