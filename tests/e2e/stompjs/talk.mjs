// Two clients of @stomp/stompjs talk to each other over the URLs given, one each. Ends with 0 where everything that they
// were promised held, else with 1 and what did not.
import { Client, Versions } from '@stomp/stompjs';
import WebSocket from 'ws';
import { end, holds, until } from './told.mjs';

const [first, second] = process.argv.slice(2);
const room = `room-${process.pid}`;

function open(url, member, options = {}) {
    const state = { connects: 0, errors: [], closes: [], heard: [], receipts: [] };
    const client = new Client({
        webSocketFactory: () =>
            new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp'], { headers: { Authorization: String(member) } }),
        connectHeaders: { Authorization: String(member) },
        heartbeatIncoming: 500,
        heartbeatOutgoing: 500,
        reconnectDelay: 100,
        onStompError: (frame) => state.errors.push(frame.headers.message),
        onWebSocketClose: (event) => state.closes.push(event.code),
        onConnect: () => {
            ++state.connects;
            state.subscription = client.subscribe(
                `/topic/room.${room}`,
                (message) => state.heard.push({ text: JSON.parse(message.body).content, headers: message.headers }),
                { receipt: `listens-${state.connects}` },
            );
            client.watchForReceipt(`listens-${state.connects}`, () => state.receipts.push('listens'));
        },
        ...options,
    });
    client.activate();
    return { client, state };
}

function say(speaker, content, headers = {}) {
    speaker.client.publish({
        destination: '/pub/chat.send',
        body: JSON.stringify({ roomId: room, content }),
        headers,
    });
}

const texts = (listener) => listener.state.heard.map((one) => one.text);

const kim = open(first, 1);
const lee = open(second, 2, { stompVersions: new Versions(['1.1']) });
await until('both come in and have the receipt of their subscription',
    () => kim.state.receipts.length === 1 && lee.state.receipts.length === 1);
holds('1.2 is agreed on, and 1.1 with who asks for no more',
    kim.client.connectedVersion === '1.2' && lee.client.connectedVersion === '1.1');

say(kim, '안녕 from kim');
say(lee, 'and lee: "quoted", \\ and \u0000');
await until('each hears the other and itself', () => texts(kim).length === 2 && texts(lee).length === 2);
holds('what is heard is what was said', [kim, lee].every((one) =>
    texts(one).includes('안녕 from kim') && texts(one).includes('and lee: "quoted", \\ and \u0000')));

for (let line = 0; line < 30; ++line) say(kim, `line ${line}`);
await until('many lines come', () => texts(lee).length === 32);
holds('in their order', texts(lee).slice(2).every((text, line) => text === `line ${line}`));

const oddReceipt = 'a receipt: with a colon, a \\ and a\nnew line';
let receipted = false;
kim.client.watchForReceipt(oddReceipt, () => { receipted = true; });
say(kim, 'with a receipt', { receipt: oddReceipt });
await until('a receipt comes back as it was asked for', () => receipted);

const kept = kim.client.begin();
say(kim, 'in a transaction', { transaction: kept.id });
const dropped = kim.client.begin();
say(kim, 'given up', { transaction: dropped.id });
dropped.abort();
say(kim, 'outside');
await until('what is outside comes first', () => texts(lee).at(-1) === 'outside');
kept.commit();
await until('what is committed comes then', () => texts(lee).at(-1) === 'in a transaction');
holds('what is given up does not come', !texts(lee).includes('given up'));

await new Promise((later) => setTimeout(later, 2_000));
holds('heart-beats keep both connected', kim.state.connects === 1 && lee.state.connects === 1 &&
    kim.client.connected && lee.client.connected);

lee.state.subscription.unsubscribe();
const heard = texts(lee).length;
say(kim, 'nobody at the other side');
await until('the speaker hears itself', () => texts(kim).at(-1) === 'nobody at the other side');
holds('who has unsubscribed hears nothing', texts(lee).length === heard);

kim.client.publish({ destination: '/nowhere', body: 'x' });
await until('a wrong destination is answered with an ERROR', () => kim.state.errors.length === 1);
holds('that says what is wrong', kim.state.errors[0].includes('/nowhere'));
await until('and the client comes back by itself', () => kim.state.connects === 2 && kim.state.receipts.length === 2);
say(kim, 'back again');
await until('and goes on', () => texts(kim).at(-1) === 'back again');

await kim.client.deactivate();
await lee.client.deactivate();
holds('the goodbye is clean', kim.state.closes.at(-1) === 1000 && lee.state.closes.at(-1) === 1000);
holds('nobody was sent away but for that ERROR', lee.state.errors.length === 0 && kim.state.errors.length === 1);
end();
