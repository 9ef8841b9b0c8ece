/** One step of the gate. It takes the root of a tree, so that the same code can be run against planted violations. */
export interface Check {
  name: string
  run(root: string): Promise<Report>
}

export interface Report {
  problems: Problem[]
  /** Worth a look, but no reason to fail. */
  warnings: Problem[]
  /** How much was read: a check that read nothing has found nothing. */
  read: string
}

export interface Problem {
  file: string
  rule: string
  message: string
}
