// Fails until this member takes writes. On the first start it makes the set; while the image still
// makes its user, the server has no sets, and `initiate` throws.
const { MONGO_INITDB_ROOT_USERNAME: user, MONGO_INITDB_ROOT_PASSWORD: password } = process.env
db.auth(user, password)
if (!db.hello().setName) {
  rs.initiate({ _id: 'shop', members: [{ _id: 0, host: 'mongodb-0.mongodb:27017' }] })
}
quit(db.hello().isWritablePrimary ? 0 : 1)
