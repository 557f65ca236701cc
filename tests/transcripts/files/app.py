"""What the made-up process of the transcripts seems to run: each call is made in the fifth line
behind its "def", as tests/support/fake_runtime.h has it."""


class Server:
    def serve(self):
        self.open()
        while not self.ended:
            request = self.accept()
            if request:
                self.handle(request)

    def handle(self, request):
        with self.lock:
            head = request.head()
            body = request.body()
            if head.is_whole:
                self.answer(head, body)


class Worker:
    def run(self):
        for url in self.urls:
            if url in self.done:
                continue
            self.begin(url)
            self.keep(fetch(url))


def fetch(url):
    """The page, as bytes."""
    import urllib.request
    request = urllib.request.Request(url)
    with urllib.request.urlopen(request) as page:
        return page.read()


def main():
    import sys
    server = Server()
    server.read(sys.argv[1])
    server.greet()
    server.serve()


main()
