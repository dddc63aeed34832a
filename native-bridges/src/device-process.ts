/** The program in which one driver runs, told what by its one argument (a DriverOrder as JSON). Started by the core. */
import { type DriverOrder, openDriver } from './open-driver.ts'
import { serveDriver } from './serve-driver.ts'

serveDriver(openDriver(JSON.parse(process.argv[2]!) as DriverOrder))
