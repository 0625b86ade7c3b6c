"""The part of a device's day in which the office looks at it from its own computers."""

import hashlib
import re
import socket
import ssl

from limits import BOOT_S, LOOK_S
from machine import ADDRESS, PAGE_PORT, Failed


class Page:
    """Steps of a `Day`, which has the machine."""

    def office_page(self):
        """The page of the office comes through the wall, and its certificate is the one whose fingerprint the desk shows."""
        told = self.machine.until("a fingerprint", BOOT_S, lambda: self.machine.ask("cat /run/terminal-page/fingerprint 2> /dev/null || true", LOOK_S))
        told = re.sub("[^0-9a-f]", "", told.lower())

        def answer():
            # Whom it belongs to is known by its fingerprint, not by who signed it.
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
            try:
                with trust.wrap_socket(socket.create_connection(("127.0.0.1", PAGE_PORT), LOOK_S)) as page:
                    page.sendall(f"GET / HTTP/1.1\r\nHost: {ADDRESS}:{PAGE_PORT}\r\nConnection: close\r\n\r\n".encode())
                    return page.getpeercert(binary_form=True), page.makefile("rb").readline()
            except OSError:
                self.machine.alive()
                return None

        certificate, line = self.machine.until("the page of the office", LOOK_S, answer)
        shown = hashlib.sha256(certificate).hexdigest()
        if told != shown or not re.match(rb"HTTP/1\.1 [23]", line):
            raise Failed(f"the page answers {line!r} with the certificate {shown}; the desk shows {told}")
