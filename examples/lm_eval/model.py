"""A scripted model behind the completions interface that lm-eval's local-completions asks: model.py PORT

How well it answers hangs on the passage, the question, and a little on chance, and is the same whenever it is started.
"""

import json
import sys
from collections import Counter
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

SKILL = {"small": 0.45, "large": 0.58}
asked = Counter()


def chance(*parts):
    """A number in [0, 1) fixed by the parts."""
    return int.from_bytes(sha256("|".join(map(str, parts)).encode()).digest()[:6], "big") / 2**48


def answer(model, prompt):
    """What the prompt asks for, or that the passage does not say. Asked again, it draws again."""
    what, passage = prompt.removesuffix("?\nAnswer:").split(" of the ")
    asked[model, prompt] += 1
    quality = (
        SKILL[model]
        + 0.8 * (chance(passage) - 0.5)
        + 0.3 * (chance(prompt, model) - 0.5)
        + 0.6 * (chance(prompt, model, asked[model, prompt]) - 0.5)
    )
    return f"{what.split()[-1]} {passage}" if quality > 0.5 else "The passage does not say."


class Completions(BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = answer(request["model"], request["prompt"])
        body = json.dumps({"choices": [{"index": 0, "text": text}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Completions).serve_forever()
