import { execFile } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import type { Problem } from './check.ts'

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

export interface ToolRun {
  /** -1 when the tool did not start or was killed. */
  code: number
  stdout: string
  stderr: string
}

/** Runs an installed tool in a tree, with the Node that runs this. */
export function runTool(root: string, name: string, args: string[]): Promise<ToolRun> {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  }
  const bin = join(root, 'node_modules', '.bin', name)
  return new Promise((resolve) => {
    execFile(bin, args, { cwd: root, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr: stderr || (error?.message ?? '') })
    })
  })
}

/** For a tool that failed without naming a file: silence must not read as success. */
export function brokenTool(name: string, { code, stdout, stderr }: ToolRun): Problem {
  const output = `${stderr}\n${stdout}`.trim().slice(0, 2000)
  return { file: '.', rule: 'tool', message: `${name} ended with ${code}: ${output}` }
}

/** What a tool printed as JSON, or undefined where it printed something else. */
export function jsonOf({ stdout }: ToolRun): unknown {
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined
  }
}
