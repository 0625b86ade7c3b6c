"""What stands around an emulated device: a publisher and its portal, a printer without paper, the settings on its card; and the same terminal on this
machine, whose pictures say how each screen looks."""

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pictures
from limits import PROVE_MIN
from machine import PAGE_PORT, PRINTER_PORT, Failed

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "assets/sample"
# By which name a device in QEMU's network calls this machine.
HOST = "10.0.2.2"
# Where its portal listens.
PORTAL_PORT = 8000
# Who the kiosk is on a device.
AS_KIOSK = "setpriv --reuid=811 --regid=810 --clear-groups"
MIB = 1 << 20
# Somebody of the house; stands on the screen and nowhere else.
ATTENDANT = "咨询台 13800001234"
# Screens of the visit, and what is touched to come to each: by its name on this machine, where that fell on the device. Both must come to the same screen.
VISIT = [
    ("reader", "示例市人民政府关于城区停车服务有关事项的通告"),
    ("print", "打印"),
    ("purpose", "学习研究"),
    ("printed", "开始打印"),
]
HOME = "首页"
# The edge of the glass: where nobody was, it begins a visit; on every other screen nothing stands there.
EDGE = (8, 960)
SEARCH = "搜索"
# Likewise, from the search screen on: what a visitor types in pinyin (停车), key after key.
TYPED = "tingche"
# Beside the last of them: a finger that hit it sees another screen, though most of it is the same.
BESIDE = "r"
# Likewise: by initials (信息公开指南), what shows all that is found, and from there to the page of a form.
SOUGHT = "xxgkzn"
FOUND = "看结果，搜索"
ATTACHED = [
    ("guide", "示例市人民政府信息公开指南"),
    ("guide-on", "下一屏"),
    ("guide-end", "下一屏"),
    ("form", "application-form.pdf"),
]


def run(*command, seconds=300, **more):
    """Runs a program of this machine that must succeed; its words."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=seconds, **more)
    if done.returncode != 0:
        raise Failed(f"{' '.join(str(word) for word in command)}: exit {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout


class Point:
    """One reading point, below a folder; where another one is given, as that stands."""

    def __init__(self, built, folder, other=None):
        self.built, self.folder, self.started = Path(built), Path(folder), []
        self.feed, self.keys, self.slips, self.source = (self.folder / name for name in ("feed", "keys", "slips", "source"))
        if other:
            shutil.copytree(other, self.folder)
        else:
            for made in (self.feed, self.slips):
                made.mkdir(parents=True)
            self.program("publisher", "keygen", "--dir", self.keys)
            shutil.copytree(SAMPLE / "portal", self.source)
            self.publish()
        self.serve("portal", "--dir", self.feed, "--listen", f"127.0.0.1:{PORTAL_PORT}", until="http://")
        self.printer_on()

    def program(self, name, *words, **more):
        """One of ours, to its end."""
        return run(self.built / name, *words, **more)

    def serve(self, name, *words, until):
        """One of ours that goes on; the line that begins so."""
        process = subprocess.Popen([self.built / name, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
        self.started.append(process)
        for line in process.stdout:
            if line.startswith(until):
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return line.strip()
        raise Failed(f"{name} ended before it said {until!r}")

    def printer_on(self):
        """The printer of the device, at the same place as before."""
        self.serve("printer", "virtual", "--tcp", f"127.0.0.1:{PRINTER_PORT}", "--out", self.slips, until="tcp ")
        self.paper = self.started[-1]

    def printer_off(self):
        """Its line is dead from now on."""
        self.paper.kill()
        self.paper.wait()

    def end(self):
        for process in self.started:
            process.kill()
            process.wait()

    def publish(self):
        """What lies in the source becomes the feed; how many documents it has then."""
        report = self.folder / "report.json"
        self.program("publisher", "publish", "--adapter", "folder", "--from", self.source, "--channel", SAMPLE / "channel.toml",
                     "--to", self.feed, "--keys", self.keys, "--report", report, "--confirm-drop")
        return json.loads(report.read_text())

    def change(self):
        """The portal's second state: documents revised, new, and gone."""
        shutil.copytree(SAMPLE / "second", self.source, dirs_exist_ok=True)
        (self.source / "withdrawn.txt").unlink()
        for line in (SAMPLE / "second/withdrawn.txt").read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                (self.source / line.strip()).unlink()
        return self.publish()

    def settings(self, feed, root, printer, folder):
        """terminal.toml, for the device and for its likeness here."""
        dirs = f'[mirror]\ndir = "{folder}/mirror"\n[journal]\ndir = "{folder}/journal"\n'
        return (f'[site]\nid = "L01"\nterminal = "1"\nname = "示例市图书馆"\nplate = "政务公开查阅点"\nkind = "library"\n{dirs}'
                f'[sync]\nfeed = "{feed}"\nroot = "{root}"\nproxy = "direct"\npoll_min = 1\n'
                f'[printer]\nconnection = "{printer}"\nprofile = "generic-80mm"\n'
                f'[kiosk]\nattendant = "{ATTENDANT}"\n'
                f'[update]\ncanary = true\nevery_h = 1\nwindow = "00:00-23:59"\nprove_min = {PROVE_MIN}\n')

    def device_settings(self):
        """As they stand on the card."""
        page = f'[desk_page]\nlisten = "0.0.0.0:{PAGE_PORT}"\nfrom = ["{HOST}/32"]\n'
        return self.settings(f"http://{HOST}:{PORTAL_PORT}/", "root.json", "serial:///dev/ttyS0?baud=115200", "/var/lib/terminal") + page

    def likeness(self, name="here"):
        """How the screens look with what is published now: the same terminal on this machine, touched by the names of what stands there. The points of
        pictures by their names, and the places of what was touched by theirs, in pixels."""
        here = self.folder / name
        if not here.exists():
            self.draw(here)
        places = {}
        for line in (here / "pictures/touches.tsv").read_text().splitlines():
            x, y, touched = line.split("\t")
            places.setdefault(touched, (int(x), int(y)))
        return {path.stem: pictures.points(pictures.read(path)) for path in (here / "pictures").glob("*.png")}, places

    def draw(self, here):
        """Those pictures, below a folder."""
        here.mkdir()
        slips = here / "slips"
        slips.mkdir()
        port = self.serve("printer", "virtual", "--tcp", "127.0.0.1:0", "--out", slips, until="tcp ").rsplit(":", 1)[1]
        config = here / "terminal.toml"
        config.write_text(self.settings(f"file://{self.feed}/", self.keys / "root.json", f"tcp://127.0.0.1:{port}", here))
        self.program("sync-agent", "--config", config, "once")
        script = ["shot home"]
        for name, touched in VISIT:
            script.append(f'tap "{touched}"')
            if name == "print":
                script.append('wait "打印机就绪"')
            if name == "printed":
                script.append('wait "打印好了"')
            script.append(f"shot {name}")
        script += [f'tap "{HOME}"', f'tap "{SEARCH}"', "shot search"]
        script += [f'tap "{key}"' for key in TYPED]
        script += ["shot typed", 'tap "退格"', "shot half-typed", f'tap "{BESIDE}"', "shot mistyped"]
        script += [f'tap "{HOME}"', f'tap "{SEARCH}"']
        script += [f'tap "{key}"' for key in SOUGHT]
        script += [f'tap "{FOUND}"', "shot found"]
        for name, touched in ATTACHED:
            script.append(f'tap "{touched}"')
            if name == "form":
                script.append('wait "第 1 页的图像"')
            script.append(f"shot {name}")
        (here / "visit.txt").write_text("\n".join(script) + "\n")
        self.program("kiosk", "--config", config, "journey", here / "visit.txt", "--out", here / "pictures", "--size", "1080x1920")

    def whole_slips(self):
        """Slips that came out whole, by their names."""
        return sorted(path.stem for path in self.slips.glob("*.json") if ".partial" not in path.name)


class Card:
    """A disk image with an image written to it; what a computer of the office would do with it."""

    def __init__(self, image, path, larger=1536 * MIB):
        run("cp", "--sparse=always", "--reflink=auto", image, path)
        os.truncate(path, os.path.getsize(path) + larger)
        self.path = Path(path)
        table = json.loads(run("sfdisk", "--json", image))["partitiontable"]
        self.places = {part["name"]: (part["start"] * 512, part["size"] * 512) for part in table["partitions"]}

    def part(self, partition):
        """What mtools calls a FAT partition of it."""
        return f"{self.path}@@{self.places[partition][0]}"

    def put(self, name, text):
        """A file on CONFIG."""
        file, place = self.path.parent / "put", self.part("config")
        file.write_text(text)
        for folder in list(Path(name).parents)[-2::-1]:
            if subprocess.run(["mdir", "-i", place, f"::{folder}"], capture_output=True, check=False).returncode != 0:
                run("mmd", "-i", place, f"::{folder}")
        run("mcopy", "-o", "-i", place, file, f"::{name}")

    def put_boot(self, name, file):
        """A file in place of one of what the firmware reads."""
        run("mcopy", "-o", "-i", self.part("esp"), file, f"::{name}")

    def spoil_boot(self, name):
        """One bit of such a file becomes another, far behind its headers."""
        file, place = self.path.parent / "boot-file", self.part("esp")
        run("mcopy", "-n", "-i", place, f"::{name}", file)
        with open(file, "r+b") as content:
            content.seek(os.path.getsize(file) // 2)
            byte = content.read(1)[0]
            content.seek(-1, os.SEEK_CUR)
            content.write(bytes([byte ^ 1]))
        self.put_boot(name, file)
        file.unlink()

    def firmware(self):
        """Names of the boot files."""
        words = run("mdir", "-b", "-i", self.part("esp"), "::EFI/Linux")
        return sorted(line.rsplit("/", 1)[1] for line in words.split() if line.endswith(".efi"))

    def spoil(self, partition, at_mib, mib):
        """Other bytes where a root file system was."""
        start, size = self.places[partition]
        if (at_mib + mib) * MIB > size:
            raise Failed(f"{partition} has no {at_mib + mib} MiB")
        with open(self.path, "r+b") as disk:
            for part in range(at_mib, at_mib + mib):
                disk.seek(start + part * MIB)
                disk.write(os.urandom(MIB))


class Stick:
    """A stick with a FAT file system."""

    def __init__(self, path):
        self.path = Path(path)
        self.path.unlink(missing_ok=True)
        with open(self.path, "wb") as made:
            made.truncate(64 * MIB)
        run("mkfs.fat", "-n", "STICK", self.path)

    def put(self, name, text):
        """A file at its top."""
        file = self.path.with_suffix(".put")
        file.write_text(text)
        run("mcopy", "-o", "-i", self.path, file, f"::{name}")

    def names(self):
        """What lies at its top."""
        return [line.lstrip(":/") for line in run("mdir", "-b", "-i", self.path, "::").split()]

    def read(self, name):
        """One of its files."""
        return run("mtype", "-i", self.path, f"::{name}")
