import type { CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import type { Stored } from './open-stored.ts'
import { NO_USB_KEYS, USB_KEYS, type UsbKeySettings } from './usb-key-settings.ts'
import { type UsbKeySockets, usbKeySockets } from './usb-key-sockets.ts'

/** The sockets as this window's settings say. A key that is pulled locks the window when somebody sits there by it. */
export async function openUsbKeys(
  { keyHost, keyLook }: Pick<CoreOptions, 'keyHost' | 'keyLook'>,
  { notes }: Pick<Stored, 'notes'>,
  { changed, desk }: { changed: () => void; desk: () => Pick<Desk, 'session' | 'idle'> },
  closing: (() => unknown)[],
): Promise<UsbKeySockets> {
  const sockets: UsbKeySockets = usbKeySockets({
    settings: (await notes.get<UsbKeySettings>(USB_KEYS)) ?? NO_USB_KEYS,
    keep: settings => notes.put(USB_KEYS, settings),
    changed,
    pulled(serial) {
      const { session, idle } = desk()
      if (sockets.settings().lockWhenPulled && session.key()?.serial === serial) idle.lock()
    },
    start: keyHost,
    every: keyLook,
  })
  closing.push(() => sockets.close())
  return sockets
}
