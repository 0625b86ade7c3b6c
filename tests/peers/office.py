"""A day at the office's page, in real Chromium and by the keyboard alone, against the real kiosk (under Xvfb) and the real desk-page.

office.py BUILT [PICTURES]: BUILT holds kiosk, desk-page, terminal-config and examples/office_day. Needs chromium, chromedriver and Xvfb.
Nothing is clicked. Exits with the first thing that is not as it should be.
"""

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PIN = "857342"
PATIENCE_S = 60
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Down": "\ue015", "Up": "\ue013", "Home": "\ue011", "Backspace": "\ue003", "Left": "\ue012", "Right": "\ue014", "Space": " "}


def stop(what):
    sys.exit(f"office: {what}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(what, look):
    """Waits for something that a program does, and no longer than patience lasts."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    stop(f"waited for {what} in vain")


class Browser:
    """One Chromium, spoken to by WebDriver."""

    def __init__(self, port, pictures, size=(1440, 900), script=True, trusting=True):
        self.at, self.pictures = f"http://127.0.0.1:{port}", pictures
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--lang=zh-CN", f"--window-size={size[0]},{size[1] + 140}", "--hide-scrollbars"]
        if not script:
            arguments.append("--blink-settings=scriptEnabled=false")
        wanted = {"browserName": "chrome", "acceptInsecureCerts": trusting,
                  "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments, "prefs": {"intl.accept_languages": "zh-CN,zh"}}}
        self.session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self.resize(size)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.at + path, method=method, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            said = json.load(error)["value"]
            raise RuntimeError(f"{said['error']}: {said['message'].splitlines()[0]}") from None

    def do(self, method, path, body=None):
        return self.ask(method, f"/session/{self.session}{path}", body)

    def resize(self, size):
        self.do("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600}})

    def open(self, url):
        self.do("POST", "/url", {"url": url})

    def press(self, *keys):
        """Keys as a person presses them, one after the other; a text is typed."""
        actions = []
        for key in keys:
            for one in [KEYS[key]] if key in KEYS else list(key):
                actions += [{"type": "keyDown", "value": one}, {"type": "keyUp", "value": one}]
        self.do("POST", "/actions", {"actions": [{"type": "key", "id": "hand", "actions": actions}]})

    def page(self):
        return self.do("GET", "/source")

    def address(self):
        return self.do("GET", "/url")

    def focus(self):
        """What has the focus: its words or its name."""
        element = self.do("GET", "/element/active")
        id = next(iter(element.values()))
        text = self.do("GET", f"/element/{id}/text")
        return text or self.do("GET", f"/element/{id}/attribute/name") or self.do("GET", f"/element/{id}/name")

    def value(self):
        """What stands in the field that has the focus."""
        element = self.do("GET", "/element/active")
        return self.do("GET", f"/element/{next(iter(element.values()))}/property/value")

    def tab_to(self, name):
        for _ in range(60):
            if self.focus() == name:
                return
            self.press("Tab")
        stop(f"Tab does not reach {name!r} at {self.address()}")

    def leaving_is_seen(self):
        """The button that ends the session stands in the window, wherever one is."""
        script = "const at = document.querySelector('button.leave').getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight;"
        if not self.do("POST", "/execute/sync", {"script": script, "args": []}):
            stop(f"leaving is out of sight at {self.address()}")

    def keep_files_in(self, dir):
        self.do("POST", "/goog/cdp/execute", {"cmd": "Browser.setDownloadBehavior", "params": {"behavior": "allow", "downloadPath": str(dir)}})

    def focus_is_seen(self):
        element = self.do("GET", "/element/active")
        id = next(iter(element.values()))
        width = self.do("GET", f"/element/{id}/css/outline-width")
        style = self.do("GET", f"/element/{id}/css/outline-style")
        if style != "solid" or float(width.removesuffix("px")) < 3:
            stop(f"the focus on {self.focus()!r} is not seen: {width} {style}")

    def focus_is_seen_beside(self):
        """A choice shows its focus on the word beside its dot."""
        script = "const seen = getComputedStyle(document.activeElement.nextElementSibling); return [seen.outlineStyle, parseFloat(seen.outlineWidth)];"
        style, width = self.do("POST", "/execute/sync", {"script": script, "args": []})
        if style != "solid" or width < 3:
            stop(f"the focus on {self.focus()!r} is not seen: {width} {style}")

    def expect(self, *words):
        def all_there():
            page = self.page()
            return all(word in page for word in words)

        until(f"{words} at {self.address()}", all_there)

    def lacks(self, *words):
        page = self.page()
        for word in words:
            if word in page:
                stop(f"{word!r} stands at {self.address()}")

    def shot(self, name):
        if self.pictures:
            picture = self.do("GET", "/screenshot")
            (self.pictures / f"{name}.png").write_bytes(base64.b64decode(picture))

    def end(self):
        self.ask("DELETE", f"/session/{self.session}")


def settings(dir, port, hash):
    return f"""[site]
id = "L01"
terminal = "1"
name = "示例市图书馆"
plate = "政务公开查阅点"
kind = "library"
[mirror]
dir = "{dir}/mirror"
[journal]
dir = "{dir}/journal"
[sync]
feed = "file://{dir}/feed/"
root = "{dir}/root.json"
[printer]
connection = "none"
profile = "generic-80mm"
[kiosk]
pulse = "{dir}/pulse.json"
fullscreen = false
[desk]
pin_hash = "{hash}"
[desk_page]
listen = "127.0.0.1:{port}"
socket = "{dir}/hatch"
state = "{dir}/state"
"""


def sheet(browser, files):
    """The sheet of the day as a file, by its key; the terminal of this test has no printer, and its key is not offered."""
    browser.lacks("在终端打日表")
    browser.press("p")

    def whole():
        # While it comes it has another name.
        found = list(files.glob("day-sheet-L01-1-*.pdf"))
        return found and found[0].read_bytes().startswith(b"%PDF-") and found[0]

    file = until("the sheet of the day", whole)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
        for part in ["示例市图书馆", "0414"]:
            if part not in text:
                stop(f"{part!r} is not on the sheet of the day")
    file.unlink()


def table(files):
    """The slips of the day for a spreadsheet."""
    file = until("the table", lambda: next(files.glob("register-*.csv"), None))
    lines = file.read_bytes().decode("utf-8-sig").splitlines()
    if not lines[0].startswith("登记号,时间,方式") or not all("凭条" in line for line in lines[1:]):
        stop(f"the table begins with {lines[:2]}")
    file.unlink()


def point(browser):
    """The shelf, what is done to the point, the machine."""
    browser.press("4")
    browser.expect("便民服务栏", "还没有检查过", "还没有记过")
    browser.leaving_is_seen()
    browser.tab_to("guide")
    browser.press("Right")
    browser.focus_is_seen_beside()
    browser.shot("checks")
    browser.press("s")
    browser.expect("已记下：L01-1-J-", "上次检查", "放好了")
    browser.press("Down")
    if "放好了" not in browser.focus():
        stop(f"down leads to {browser.focus()!r} and not to what is to be brought")
    browser.press("Enter")
    until("the shelf to be whole", lambda: "放好了" not in browser.page())
    browser.press("Down", "Enter")
    until("the cleaning to be written down", lambda: re.search(r"清洁.{0,80}今天 \d\d:\d\d", browser.page()))
    browser.press("6")
    browser.expect("没有记过换卷", "还没有装入文件", "立即同步", "重启、关机")
    browser.leaving_is_seen()
    browser.press("l")
    if browser.focus() != "metres":
        stop(f"L leads to {browser.focus()!r}")
    browser.press("60", "Enter")
    browser.expect("已记下：L01-1-", "整卷 60 米")
    browser.press("s")
    browser.expect("已通知终端同步")
    browser.shot("device")
    browser.press("5")
    browser.expect("登记（笔）")
    browser.press("7")
    browser.expect("B 岗接班")
    browser.leaving_is_seen()


def forms(browser):
    """The paper form beside the register: a line that stands on the paper alone is entered later, a spoiled one is told, then the form goes on."""
    browser.press("2", "k")
    browser.expect("纸表核对", "0401—0425", "两边一致", "没用过")
    browser.leaving_is_seen()
    # Down to the second line: nothing stands there, but something on the paper.
    browser.press("Down", "Down")
    if browser.focus() != "0402":
        stop(f"down leads to {browser.focus()!r} and not to the second line")
    browser.focus_is_seen()
    browser.press("Enter")
    browser.expect("纸上这一行是什么样的")
    browser.press("a")
    browser.expect("照纸上的补录", "只在纸上")
    browser.shot("forms")
    browser.press("o")
    browser.expect("还有 1 行对不上")
    browser.lacks("核对过，接着用</button>")
    browser.open(f"{browser.address().split('&')[0]}&line=402")
    browser.press("l")
    if browser.focus() != "amount":
        stop(f"L leads to {browser.focus()!r}")
    browser.press("3", "Enter")
    browser.expect("已记下：L01-1-", "复印 3 页")
    # The line after it was spoiled: the next one is shown by itself.
    browser.open(browser.address().replace("line=402", "line=403"))
    browser.expect("纸上这一行是什么样的")
    browser.press("s")
    until("the next line", lambda: "line=404" in browser.address())
    browser.expect("写坏作废")
    browser.press("o")
    browser.expect("核对过，接着用")
    browser.press("k")
    browser.expect("已记下：L01-1-Z-", "核对过")
    browser.shot("forms-compared")


def day(browser, url, files):
    """From the door to leaving."""
    browser.open(url)
    browser.expect("口令", "A 岗")
    browser.focus_is_seen()
    browser.shot("door")
    browser.press("000000", "Enter")
    browser.expect("口令不对")
    browser.press(PIN, "Enter")
    browser.expect("现在就办", "有人求助", "凭条 0019 不知道出没出来", "申请 0001", "意见 1 条待答复")
    browser.leaving_is_seen()
    browser.shot("today")
    # Somebody waits: it is the first thing, and has the focus already.
    if "我去了" not in browser.focus():
        stop(f"the focus is on {browser.focus()!r} and not on the call")
    browser.focus_is_seen()
    browser.press("Enter")
    browser.expect("已记下：L01-1-")
    browser.lacks("有人求助")
    # A line by hand: its key, the amount, over to the document, Enter.
    browser.press("n")
    if browser.focus() != "amount":
        stop(f"N leads to {browser.focus()!r}")
    browser.focus_is_seen()
    browser.press("2", "Tab")
    # The line of the paper form goes on by itself.
    if (browser.focus(), browser.value()) != ("form_no", "0414"):
        stop(f"the form goes on with {browser.value()!r} in {browser.focus()!r}")
    browser.press("Tab", "省政府公报")
    browser.press("Enter")
    browser.expect("已记下：L01-1-", "登记 20 笔", "记错了，作废 0020")
    # One more, which was a mistake: U takes it back, and the hand is where it is written once more.
    browser.press("n", "7", "Enter")
    browser.expect("登记 21 笔", "记错了，作废 0021")
    browser.shot("today-undo")
    browser.press("u")
    until("the mistake to be void", lambda: "记错了，作废" not in browser.page())
    until("the field of the amount", lambda: browser.focus() == "amount")
    browser.press("Escape")
    sheet(browser, files)
    # The register: its digit, the row of the slip that nobody knows of, what lay there.
    browser.press("2")
    browser.expect("全部 21", "待核实 1", "0414", "0415", "复印", "已作废")
    browser.leaving_is_seen()
    browser.press("Down")
    if browser.focus() != "0021":
        stop(f"down leads to {browser.focus()!r}")
    browser.press("Down", "Down")
    browser.focus_is_seen()
    browser.press("Enter")
    browser.expect("这张出来了吗", "断电")
    browser.focus_is_seen()
    browser.shot("register")
    browser.press("d")
    browser.expect("已记下", "未出纸", "待核实 0")
    # A mistake is made void, and stays.
    browser.press("Down", "Down", "Enter")
    browser.expect("原因")
    browser.press("v")
    until("both to be void", lambda: browser.page().count("已作废") >= 2)
    # One key goes through the filters; what is shown comes as a file; all keys stand on one page.
    browser.press("f")
    until("the slips alone", lambda: "show=slips" in browser.address())
    browser.press("e")
    table(files)
    browser.press("?")
    browser.expect("全部按键", "换下一种筛选", "PgDn")
    browser.shot("keys")
    browser.press("2")
    # What was found before is looked for.
    browser.press("/")
    if browser.focus() != "find":
        stop(f"/ leads to {browser.focus()!r}")
    browser.press("公积金", "Enter")
    until("what is looked for", lambda: "find=" in browser.address())
    browser.expect("住房公积金提取办法")
    browser.lacks("医疗保险参保缴费公告")
    forms(browser)
    # The application goes to its office.
    browser.press("3")
    browser.expect("示例市政府办公室", "还没有转送")
    browser.press("Down", "Enter")
    browser.expect("已转送")
    browser.shot("matters")
    while browser.focus() != "office":
        browser.press("Tab")
    browser.press("Enter")
    browser.expect("已记下：L01-1-S-")
    point(browser)
    # Nothing of a page is kept: after leaving, going back shows the door.
    browser.press("1")
    browser.expect("现在就办")
    browser.press("Escape")
    browser.expect("口令和终端工作台的一样")
    browser.do("POST", "/back", {})
    browser.expect("口令和终端工作台的一样")
    browser.lacks("现在就办")
    browser.open(f"{url}register")
    browser.expect("口令和终端工作台的一样")


def without_script(browser, url):
    """The same door and a line by hand with Tab and Enter only, where no script runs."""
    browser.open(url)
    browser.expect("口令")
    browser.press(PIN, "Enter")
    browser.expect("记一笔")
    browser.press("n")
    for _ in range(40):
        if browser.focus() == "amount":
            break
        browser.press("Tab")
    else:
        stop("Tab does not reach the amount")
    browser.focus_is_seen()
    browser.press("5", "Enter")
    browser.expect("已记下：L01-1-", "登记 23 笔")


def main():
    built = Path(sys.argv[1]).resolve()
    pictures = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    for program in ["chromium", "chromedriver", "Xvfb"]:
        if not shutil.which(program):
            stop(f"{program} is not installed")
    started = []
    try:
        with tempfile.TemporaryDirectory() as dir:
            hash = subprocess.run([built / "terminal-config", "pin-hash"], input=PIN, text=True, capture_output=True, check=True).stdout.strip()
            port = free_port()
            config = Path(dir, "terminal.toml")
            config.write_text(settings(dir, port, hash))
            # A calendar without holidays for whatever year it is.
            Path(dir, "mirror").mkdir()
            this = time.localtime().tm_year
            Path(dir, "mirror/calendar.toml").write_text("".join(f"[[year]]\nyear = {year}\n" for year in (this, this + 1)))
            subprocess.run([built / "examples/office_day", f"{dir}/journal", "L01", "1"], check=True)

            read, write = os.pipe()
            started.append(subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL))
            os.close(write)
            with os.fdopen(read) as numbers:
                display = numbers.readline().strip()
            log = open(Path(dir, "log"), "w+")
            env = {**os.environ, "DISPLAY": f":{display}", "SLINT_BACKEND": "winit-software"}
            env.pop("WAYLAND_DISPLAY", None)
            started.append(subprocess.Popen([built / "kiosk", "--config", config], env=env, stderr=log))
            until("the kiosk's socket", lambda: Path(dir, "hatch").is_socket())
            started.append(subprocess.Popen([built / "desk-page", "--config", config], stdout=log, stderr=log))
            until("the page", lambda: f"https://127.0.0.1:{port}/" in Path(dir, "log").read_text())
            driver = free_port()
            started.append(subprocess.Popen(["chromedriver", f"--port={driver}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

            def ready():
                try:
                    return json.load(urllib.request.urlopen(f"http://127.0.0.1:{driver}/status"))["value"]["ready"]
                except OSError:
                    return False

            until("chromedriver", ready)
            url = f"https://127.0.0.1:{port}/"
            careful = Browser(driver, None, trusting=False)
            try:
                careful.open(url)
            except RuntimeError as error:
                if "insecure certificate" not in str(error) and "ERR_CERT" not in str(error):
                    raise
            careful.lacks("口令")
            careful.end()
            browser = Browser(driver, pictures)
            files = Path(dir, "files")
            files.mkdir()
            browser.keep_files_in(files)
            day(browser, url, files)
            browser.resize((390, 844))
            browser.press(PIN, "Enter")
            browser.expect("现在就办")
            browser.shot("today-phone")
            browser.end()
            plain = Browser(driver, pictures, script=False)
            without_script(plain, url)
            plain.end()

            log.flush()
            said = Path(dir, "log").read_text()
            for secret in [PIN, "公积金", "Mozilla", "Chrome"]:
                if secret in said:
                    stop(f"{secret!r} stands in the log")
            for one in reversed(started):
                one.terminate()
                one.wait()
            started.clear()
            sound = subprocess.run([built / "kiosk", "verify-register", f"{dir}/journal"], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
            if sound.returncode != 0:
                stop(f"the register is not sound: {sound.stdout}{sound.stderr}")
            print(f"office: a day by the keyboard alone, with and without script; {re.sub(chr(10), ' ', sound.stdout.strip())}")
    finally:
        for one in reversed(started):
            one.kill()
            one.wait()


main()
