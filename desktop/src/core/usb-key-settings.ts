/** The USB keys of this machine; set by an administrator at the window, kept there. */
export interface UsbKeySettings {
  /** The manufacturer's PKCS#11 library, as a full path; empty where no keys are used. */
  module: string
  /** Whether the window locks when the key is pulled by which somebody is signed in. */
  lockWhenPulled: boolean
}

export const NO_USB_KEYS: UsbKeySettings = { module: '', lockWhenPulled: true }
/** The note that keeps them. */
export const USB_KEYS = 'usb-keys'
