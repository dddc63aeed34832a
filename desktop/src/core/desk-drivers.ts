import type { Driver } from '../../../native-bridges/src/driver.ts'
import type { CodeReaderAsk, CodeReaderPiece } from '../../../native-bridges/src/drivers/code-reader.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import type { PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'
import type { ScannerDriver } from '../../../native-bridges/src/drivers/scanner.ts'
import type { SealDriver } from '../../../native-bridges/src/drivers/seal.ts'

/** The drivers of this desk; what a desk does not have is left out. */
export interface DeskDrivers {
  cardReader?: Driver<IdCardAsk, IdCardPiece>
  codeReader?: Driver<CodeReaderAsk, CodeReaderPiece>
  scanner?: ScannerDriver
  cardPrinter?: PrinterDriver
  documentPrinter?: PrinterDriver
  seal?: SealDriver
}
