import Fastify from 'fastify'
import pg from 'pg'
import { serve } from '../processes/serve.ts'
import { CANDIDATE_COLUMNS, PAGE } from '../reference.ts'

const first = {
  name: 'first',
  text: `select ${CANDIDATE_COLUMNS} from candidates where tenant_id = $1 and deleted_at is null
    order by created_at desc, id desc limit ${PAGE}`,
}
const later = {
  name: 'later',
  text: `select ${CANDIDATE_COLUMNS} from candidates where tenant_id = $1 and deleted_at is null
    and (created_at, id) < ($2, $3) order by created_at desc, id desc limit ${PAGE}`,
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 })
const app = Fastify()
app.get('/candidates', async (request) => {
  const tenant = request.headers['x-tenant']
  const { created_at, id } = request.query as { created_at?: string; id?: string }
  const asked =
    id === undefined ? { ...first, values: [tenant] } : { ...later, values: [tenant, created_at, id] }
  const { rows } = await pool.query(asked)
  return { data: rows }
})
await app.ready()
await serve(app.server)
