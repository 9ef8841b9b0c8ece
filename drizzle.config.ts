import { defineConfig } from 'drizzle-kit'

// For looking at the database (`npx drizzle-kit studio`). Migrations are written by hand, since policies, grants and
// functions are more than a schema diff can say; a test holds the tables in src/db/schema to what the migrations make.
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/*.ts',
  out: './migrations',
  ...(process.env.DATABASE_OWNER_URL && { dbCredentials: { url: process.env.DATABASE_OWNER_URL } }),
})
