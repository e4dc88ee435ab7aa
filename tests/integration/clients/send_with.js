// Sends messages with a client that others wrote and prints each answer as that client read it.
//   NODE_PATH=…/node_modules node send_with.js CLIENT PORT < messages.json > answers.json
// The messages go one behind the other over one connection; an answer is a list of its segments.

const [name, port] = [process.argv[2], Number(process.argv[3])];
const host = "127.0.0.1";
const patience = 20000;

function segments(text) {
  return text.split(/[\r\n]+/).filter((line) => line);
}

const clients = {
  "simple-hl7": async (messages) => {
    const hl7 = require("simple-hl7");
    const parser = new hl7.Parser({ segmentSeperator: "\r" });
    const client = hl7.Server.createTcpClient({ host, port, keepalive: true });
    const answers = [];
    for (const message of messages) {
      const answer = await new Promise((resolve, reject) => {
        client.send(parser.parse(message), (problem, ack) => (problem ? reject(problem) : resolve(ack)));
      });
      answers.push(segments(answer.toString()));
    }
    client.close();
    return answers;
  },
  "node-hl7-client": async (messages) => {
    const { Client, Message } = require("node-hl7-client");
    const client = new Client({ host });
    let arrived;
    const connection = client.createConnection({ port }, (response) => arrived(response));
    const answers = [];
    for (const message of messages) {
      const answer = new Promise((resolve) => (arrived = resolve));
      await connection.sendMessage(new Message({ text: message }));
      answers.push(segments((await answer).getMessage().toString()));
    }
    await connection.close();
    return answers;
  },
  "@medplum/hl7": async (messages) => {
    const { Hl7Client } = require("@medplum/hl7");
    const { Hl7Message } = require("@medplum/core");
    const client = new Hl7Client({ host, port, keepAlive: true });
    const answers = [];
    for (const message of messages) {
      const answer = await client.sendAndWait(Hl7Message.parse(message), { timeoutMs: patience });
      answers.push(segments(answer.toString()));
    }
    await client.close();
    return answers;
  },
};

async function main() {
  let input = "";
  for await (const piece of process.stdin) input += piece;
  setTimeout(() => {
    console.error(`${name}: no answer within ${patience} ms`);
    process.exit(1);
  }, patience).unref();
  const answers = await clients[name](JSON.parse(input));
  process.stdout.write(JSON.stringify(answers), () => process.exit(0));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
