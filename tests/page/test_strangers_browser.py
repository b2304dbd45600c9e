"""A page of a stranger in the same browser cannot read the local page, nor ask it for anything."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from helpers import chromium
from tradein.page.server import File, Server

pytestmark = chromium.MARKS

SECRET = "window.secret = 'what only the owner may read';"
TRIES = """
async (page) => {
  const until = (work) => Promise.race([work, new Promise((_, fail) => setTimeout(fail, 2000, "late"))]);
  const tried = {
    read: async () => (await fetch(`${page}/`)).text(),
    ask: async () => (await fetch(`${page}/read`, { method: "POST", body: "{}",
      headers: { "Content-Type": "application/json", "X-Tradein-Token": "guess" } })).text(),
    simple: async () => (await fetch(`${page}/read`, { method: "POST", mode: "no-cors", body: "{}" })).type,
    opaque: async () => (await fetch(`${page}/page.js`, { mode: "no-cors" })).type,
    script: () => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${page}/page.js`;
      script.onload = () => resolve(window.secret);
      script.onerror = reject;
      document.body.append(script);
    }),
    module: async () => (await import(`${page}/page.js`)).secret,
    style: () => new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `${page}/page.css`;
      link.onload = () => resolve("loaded");
      link.onerror = reject;
      document.head.append(link);
    }),
    frame: () => new Promise((resolve, reject) => {
      const frame = document.createElement("iframe");
      frame.src = `${page}/`;
      frame.onload = () => {
        try { resolve(frame.contentDocument.body.textContent); } catch (refused) { reject(refused); }
      };
      document.body.append(frame);
    }),
    window: () => new Promise((resolve, reject) => {
      const other = window.open(`${page}/`);
      setTimeout(() => {
        try { resolve(other.document.body.textContent); } catch (refused) { reject(refused); }
      }, 1000);
    }),
    worker: async () => { new Worker(`${page}/page.js`); return "started"; },
    socket: () => new Promise((resolve, reject) => {
      const socket = new WebSocket(page.replace("http", "ws"));
      socket.onopen = () => resolve("open");
      socket.onerror = reject;
    }),
  };
  const got = {};
  for (const [name, work] of Object.entries(tried)) {
    try { got[name] = String(await until(work())); } catch { got[name] = null; }
  }
  return got;
}
"""


class _Strange(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>strange</title><body>")

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def strange():
    """The address of a page of a stranger, on another port of this machine."""
    with HTTPServer(("127.0.0.1", 0), _Strange) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}/"
        served.shutdown()


def test_a_stranger_in_the_same_browser_gets_nothing(strange):
    asked = []
    files = {
        "/": File("text/html", "<!doctype html><p>secret</p>"),
        "/page.js": File("text/javascript", SECRET),
        "/page.css": File("text/css", "p{color:red}"),
    }
    answers = {"/read": lambda question: asked.append(question) or {"secret": SECRET}}
    with Server(files, answers) as served, chromium.started() as browser:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        own = browser.new_page()
        own.goto(served.address)
        assert own.inner_text("p") == "secret"
        page = browser.new_page()
        page.goto(strange)
        got = page.evaluate(TRIES, f"http://{served.door.host}")
        served.shutdown()
    assert len(got) == 11
    assert {name: text for name, text in got.items() if text} == {}
    assert asked == []
