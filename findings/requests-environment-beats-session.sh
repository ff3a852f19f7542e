#!/bin/sh
# requests: the CA file that a session was given in the program is set aside for REQUESTS_CA_BUNDLE of
# the environment, so a server whose own CA is named correctly is refused. The same file given with the
# single call is taken.
. "$(dirname "$0")/lib.sh"
pypi requests==2.32.3
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem -days 2 -subj /CN=other 2>/dev/null
seen=$(REQUESTS_CA_BUNDLE="$work/other.pem" python - 2>/dev/null <<'PY'
import http.server, ssl, threading, requests
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("ca.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"https://localhost:{server.server_port}/"
def outcome(call):
    try: call(); return "accepted"
    except requests.exceptions.SSLError: return "refused"
session = requests.Session()
session.verify = "ca.pem"
print("session:", outcome(lambda: session.get(url)), "call:", outcome(lambda: requests.get(url, verify="ca.pem")))
PY
)
verdict "session: accepted call: accepted" "$seen" "session: refused call: accepted"
