-- Refuses to overwrite a version. The same content may be pushed again. The variable txn.not_taken lets a request pass.
local function refuse(txn, status, code, message)
  local reply = txn:reply({ status = status })
  reply:add_header("content-type", "application/json")
  reply:set_body('{"errors":[{"code":"' .. code .. '","message":"' .. message .. '"}]}')
  txn:done(reply)
end

core.register_action("refuse_taken_version", { "http-req" }, function(txn)
  local held = core.httpclient():head({
    url = "http://127.0.0.1:5080" .. txn.sf:path(),
    headers = {
      authorization = { txn.sf:req_hdr("authorization") },
      accept = {
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.index.v1+json",
      },
    },
  })
  if held.status == 404 then return txn:set_var("txn.not_taken", true) end
  if held.status ~= 200 then
    return refuse(txn, 503, "UNAVAILABLE", "the registry does not say whether it holds this version")
  end
  local digest = "sha256:" .. txn.c:lower(txn.c:hex(txn.c:sha2(txn.sf:req_body(), 256)))
  if held.headers["docker-content-digest"][0] ~= digest then
    return refuse(txn, 403, "DENIED", "this version exists already, with another image; versions are never overwritten")
  end
  txn:set_var("txn.not_taken", true)
end)
