// A buyer with @stomp/stompjs orders one unit over HTTP and hears that it is completed; another member hears nothing of it.
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';
import { end, holds, until } from './told.mjs';

const [socket, orders, itemNumber] = process.argv.slice(2);

function open(member) {
    const state = { listens: false, notices: [] };
    const client = new Client({
        webSocketFactory: () =>
            new WebSocket(socket, ['v12.stomp'], { headers: { Authorization: String(member) } }),
        connectHeaders: { Authorization: String(member) },
        onConnect: () => {
            client.watchForReceipt('listens', () => { state.listens = true; });
            client.subscribe('/user/queue/orders', (message) => state.notices.push(message), { receipt: 'listens' });
        },
    });
    client.activate();
    return { client, state };
}

async function order(member) {
    const answer = await fetch(orders, {
        method: 'POST',
        headers: { Authorization: String(member), 'Content-Type': 'application/json' },
        body: JSON.stringify({ itemNumber: Number(itemNumber), count: 1 }),
    });
    const { code, data } = await answer.json();
    holds(`an order of member ${member} is accepted (${code})`, answer.status === 202);
    return data;
}

const told = (buyer) => buyer.state.notices.map((message) => JSON.parse(message.body));

const kim = open(41);
const lee = open(42);
await until('both listen for their orders', () => kim.state.listens && lee.state.listens);
const kims = await order(41);
await until('the buyer is told', () => told(kim).length === 1);
holds('of its order, and that it is completed', told(kim)[0].orderId === kims && told(kim)[0].status === 'COMPLETED');
holds('at the destination that it listens to', kim.state.notices[0].headers.destination === '/user/queue/orders');
const lees = await order(42);
await until('the other is told of its own', () => told(lee).length === 1);
holds('and of that alone', told(lee)[0].orderId === lees && told(kim).length === 1);
await kim.client.deactivate();
await lee.client.deactivate();
end();
