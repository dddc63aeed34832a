/** The line to the centre: certificates and addresses. */
export const tlsEn: Readonly<Record<string, string>> = {
  'tls.early':
    'The centre’s certificate is not good yet; nothing was sent. Check the date and time of this computer first; if they are right, tell the administrator.',
  'tls.ended':
    'The centre’s certificate has expired; nothing was sent. Check the date and time of this computer first; if they are right, the administrator renews the certificate on the server. This computer need not be enrolled again.',
  'tls.name':
    'The server that answers has a certificate for another address; nothing was sent. The address may be wrong, or another device has it. Tell the administrator; nothing that is saved is lost.',
  'tls.authority':
    'The server that answers is not the centre that was confirmed when this computer was enrolled (another authority signed its certificate); nothing was sent. A device on the line may pretend to be the centre: tell the administrator. Nothing that is saved is lost.',
  'tls.plain':
    'The server at that address does not speak TLS; nothing was sent. Check the address and port of the centre.',
  'tls.open':
    'Other computers are not reached by http://, which would send personal data readable to all. Use the address of the centre that begins with https://.',
  'tls.unknown':
    'This computer has no fingerprint of the centre’s certificate and cannot connect. Ask the administrator for a whole code and enrol this window again.',
  'tls.redirect':
    'That address points to another one, which this computer does not follow; nothing was sent. Ask the administrator for the right address of the centre.',
  'tls.ending':
    'The centre’s certificate ends on {day} (in {days} days): renew it on the server; windows need nothing.',
  'enrol.codeForm':
    'The code is not whole: 7 groups of 4 letters (3 groups where the centre has no certificate). Compare it letter by letter.',
  'enrol.codeThree':
    'This code has 3 groups only and cannot enrol at an https centre: the 4 last groups (fingerprint of the centre’s certificate) are missing. Ask the administrator for the whole code.',
  'enrol.codeAuthority':
    'The server at that address does not fit the last 4 groups of the code (fingerprint of the centre’s certificate). Nothing was enrolled, and the code can still be used. Check the address and those groups; if they are right, a device on the line may pretend to be the centre: stop, and tell the administrator.',
}
