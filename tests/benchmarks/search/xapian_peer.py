"""The peer Xapian (the engine of Kiwix), through Debian's python3-xapian: pairs of characters, written apart from the mirror's.

xapian_peer.py FOLDER QUERIES: reads documents from standard input (a JSON array a line: id, title, number, body), fills a
database in FOLDER, asks the queries of a file (one a line), prints figures as JSON.
"""
import json
import sys
import time

import xapian

ROUNDS = 20


def pairs(text):
    run = ""
    for c in text.lower() + " ":
        if c.isalnum():
            run += c
        else:
            for at in range(len(run) - 1):
                yield run[at:at + 2]
            run = ""


def main(folder, queries):
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    start = time.process_time()
    plain = count = 0
    for line in sys.stdin:
        _, title, number, body = json.loads(line)
        plain += len((title + number + body).encode())
        document = xapian.Document()
        position = 0
        for weight, text in ((10, title), (8, number), (1, body)):
            for pair in pairs(text):
                document.add_posting(pair, position, weight)
                position += 1
            position += 100
        document.set_data(title + "\n" + body)
        database.add_document(document)
        count += 1
    database.commit()
    filled = time.process_time() - start
    database.close()

    reader = xapian.Database(folder)
    times = []
    estimates = {}
    for turn in range(ROUNDS + 1):
        for text in queries:
            start = time.process_time()
            words = [list(pairs(word)) for word in text.replace("〔", " ").replace("〕", " ").split()]
            parts = [xapian.Query(xapian.Query.OP_PHRASE, word) for word in words if word]
            query = xapian.Query(xapian.Query.OP_AND, parts)
            enquire = xapian.Enquire(reader)
            enquire.set_query(query)
            matches = enquire.get_mset(0, 20, 1000)
            for match in matches:
                data = match.document.get_data().decode()
                at = max(data.find(text.split()[0]), 0)
                data[at:at + 84]
            if turn:
                times.append((time.process_time() - start) * 1e3)
            estimates[text] = matches.get_matches_estimated()
    times.sort()
    print(json.dumps({
        "documents": count, "plain_bytes": plain, "cpu_seconds": filled,
        "shared_p50_ms": times[len(times) // 2], "shared_p99_ms": times[int(len(times) * 0.99)],
        "counts": estimates,
    }, ensure_ascii=False))


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as lines:
        main(sys.argv[1], [line.rstrip("\n") for line in lines if line.strip()])
