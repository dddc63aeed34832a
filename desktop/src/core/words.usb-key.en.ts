/** What the core says of USB keys and certificates. */
export const usbKeyEn = {
  'usbKey.pin.enough': 'The PIN is not right. Check it and enter it again.',
  'usbKey.pin.few': 'The PIN is not right. Few tries are left before the key locks for good; check it first.',
  'usbKey.pin.last':
    'The PIN is not right. One try is left before the key locks for good. If in doubt, ask its issuer.',
  'usbKey.locked':
    'The key is locked and takes no PIN any more. Its issuer can unlock it; meanwhile use your password.',
  'usbKey.pin-state': 'The key has no PIN yet, or it must be changed first, with the program of its issuer.',
  'usbKey.gone': 'The key is not in its socket or was pulled out. Put it in again.',
  'usbKey.certificate': 'The key does not hold the private part of this certificate and cannot sign. Ask its issuer.',
  'usbKey.module':
    'The library of the keys cannot be loaded. An administrator checks its path under Settings, This window.',
  'usbKey.stuck': 'The library of the keys did not answer and was started anew. Pull the key, put it in and try again.',
  'usbKey.failed': 'The key did not do it ({detail}). Pull it, put it in and try again; else ask an administrator.',
  'usbKey.tries.few': 'few tries left for the PIN',
  'usbKey.tries.last': 'one try left for the PIN',
  'usbKey.tries.locked': 'locked; its issuer can unlock it',
  'usbKey.notYours': 'This is not the key of who is signed in. Put in your own, or let somebody else sign in.',
  'usbKey.path': 'Enter the full path of the library.',
  'certificate.off':
    'The centre has no authorities for certificates, so nobody signs in with a key. Ask the administrator.',
  'certificate.none': 'There is no personal certificate on the key. Ask its issuer.',
  'certificate.unknown': 'This certificate is not registered as anybody’s. A security officer registers it first.',
  'certificate.unknownHere':
    'The centre is out of reach and this window does not know the certificate. Try again later, or use your password.',
  'certificate.firstOffline':
    'You have not yet signed in at this window with the centre at hand, so you cannot without it. Try again later.',
  'certificate.taken': 'This certificate is registered already.',
  'certificate.form': 'This is no certificate. Choose a personal certificate as PEM or DER.',
  'certificate.usage': 'This certificate is not for signing in (it may be the one to encrypt). Choose the one to sign.',
  'certificate.weak':
    'The certificate’s key is too short or of a kind that is not supported (RSA of 2048 bits and more, P-256, P-384; not SM2).',
  'certificate.issuer': 'The certificate is of no authority that this deployment knows.',
  'certificate.early': 'The certificate does not hold yet. Check the date of this machine, or ask its issuer.',
  'certificate.expired': 'The certificate has expired. Get a new one and have a security officer register it.',
  'certificate.revoked': 'The certificate was revoked by its issuer.',
  'certificate.list':
    'The centre’s list of revoked certificates is missing or out of date; until the administrator renews it, no key signs in.',
  'certificate.challenge': 'That took too long. Enter the PIN again.',
  'certificate.signature': 'The key’s signature is not right. Put it in again and retry.',
  'certificate.officer': 'Certificates of officers are registered and ended on the server only (command usb-key).',
  'people.certificates': 'Nobody has more than three certificates. End one that is not used any more.',
  'over.key': 'The certificate that you signed in with was ended, and you were signed out.',
}
