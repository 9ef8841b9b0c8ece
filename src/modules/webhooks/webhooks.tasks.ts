import { deliverTask, resumeTask } from './deliver.tasks.ts'
import { fanOutTask } from './fan-out.tasks.ts'
import { forgetSecretsTask } from './forget-secrets.tasks.ts'
import { replayTask } from './replay.tasks.ts'

export const webhookTasks = [fanOutTask, deliverTask, resumeTask, replayTask, forgetSecretsTask]
