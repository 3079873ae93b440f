<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>Check</name>
    <message>
        <source>record</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>판매</translation>
    </message>
    <message>
        <source>oversold</source>
        <translation>초과 판매</translation>
    </message>
    <message>
        <source>undersold</source>
        <translation>미달 판매</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>유실</translation>
    </message>
    <message>
        <source>duplicated</source>
        <translation>중복</translation>
    </message>
    <message>
        <source>phantom</source>
        <translation>근거 없는 주문</translation>
    </message>
    <message>
        <source>earlySale</source>
        <translation>조기 판매</translation>
    </message>
    <message>
        <source>payments</source>
        <translation>결제</translation>
    </message>
    <message>
        <source>storesAgree</source>
        <translation>저장소 일치</translation>
    </message>
    <message>
        <source>returnedOnce</source>
        <translation>한 번만 반환</translation>
    </message>
    <message>
        <source>heldUnits</source>
        <translation>보류 재고</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>처리 완료</translation>
    </message>
    <message>
        <source>deadLetters</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>failedRequests</source>
        <translation>실패한 요청</translation>
    </message>
    <message>
        <source>unknownAnswers</source>
        <translation>응답을 모르는 요청</translation>
    </message>
    <message>
        <source>answeredMeanwhile</source>
        <translation>중단 중 응답</translation>
    </message>
    <message>
        <source>stoodStill</source>
        <translation>처리 멈춤</translation>
    </message>
    <message>
        <source>waited</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>poisonIsolated</source>
        <translation>포이즌 격리</translation>
    </message>
    <message>
        <source>reasons</source>
        <translation>사유</translation>
    </message>
    <message>
        <source>tries</source>
        <translation>시도 횟수</translation>
    </message>
    <message>
        <source>deliveries</source>
        <translation>전달 횟수</translation>
    </message>
    <message>
        <source>delaysKept</source>
        <translation>지연 준수</translation>
    </message>
    <message>
        <source>restCompleted</source>
        <translation>나머지 완료</translation>
    </message>
    <message>
        <source>dryRun</source>
        <translation>드라이런</translation>
    </message>
    <message>
        <source>reprocessed</source>
        <translation>재처리</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>반복 처리</translation>
    </message>
    <message>
        <source>held</source>
        <translation>보유</translation>
    </message>
    <message>
        <source>left</source>
        <translation>남은 수</translation>
    </message>
    <message>
        <source>redelivered</source>
        <translation>재전달</translation>
    </message>
    <message>
        <source>issued</source>
        <translation>발급</translation>
    </message>
    <message>
        <source>promised</source>
        <translation>약속</translation>
    </message>
    <message>
        <source>strangers</source>
        <translation>낯선 수신자</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>끝까지 실행</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>만료</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>온전함</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>중간에 끊김</translation>
    </message>
    <message>
        <source>any</source>
        <translation>상관없음</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>도중에 멈춤</translation>
    </message>
    <message>
        <source>not in time</source>
        <translation>제때 끝나지 않음</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>보이지 않음</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>at most {}</source>
        <translation>최대 {0}</translation>
    </message>
    <message>
        <source>{} to {}</source>
        <translation>{0}~{1}</translation>
    </message>
    <message>
        <source>1 to {}</source>
        <translation>1~{0}</translation>
    </message>
    <message>
        <source>{} ms</source>
        <translation>{0}ms</translation>
    </message>
    <message>
        <source>{} ms or later</source>
        <translation>{0}ms 이후</translation>
    </message>
    <message>
        <source>0, or nobody wanted more</source>
        <translation>0, 또는 더 원한 사람 없음</translation>
    </message>
    <message>
        <source>{} accepted</source>
        <translation>{0}건 접수</translation>
    </message>
    <message>
        <source>{} refused with ENGINE_UNAVAILABLE</source>
        <translation>{0}건을 ENGINE_UNAVAILABLE로 거절</translation>
    </message>
    <message>
        <source>0 reservations left</source>
        <translation>남은 예약 0건</translation>
    </message>
    <message>
        <source>some were neither paid nor expired in time</source>
        <translation>일부 예약이 제때 결제되지도 만료되지도 않음</translation>
    </message>
    <message>
        <source>The load attempted all that it planned: {} attempts.</source>
        <translation>부하가 계획한 시도를 모두 마쳤습니다: {0}번.</translation>
    </message>
    <message>
        <source>The load ended early ({}), after {} attempts: what it would have met is not known.</source>
        <translation>부하가 {1}번 시도한 뒤 일찍 끝났습니다({0}). 그 뒤에 무엇을 만났을지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>why is not known</source>
        <translation>이유는 알 수 없음</translation>
    </message>
    <message>
        <source>{} of them were dropped, since no connection was free in time: in latencies they count with the time that they had waited until then.</source>
        <translation>그중 {0}번은 제때 빈 연결이 없어 버려졌습니다. 지연 시간에는 그때까지 기다린 시간으로 계산됩니다.</translation>
    </message>
    <message>
        <source>It was not quiet within the time that was given: what is read since may have moved.</source>
        <translation>주어진 시간 안에 조용해지지 않았습니다. 그 뒤에 읽은 값은 그사이 바뀌었을 수 있습니다.</translation>
    </message>
    <message>
        <source>Queues, retries and outbox are idle: nothing is on its way any more.</source>
        <translation>큐, 재시도, 아웃박스가 모두 비어 있습니다. 처리 중인 것이 더는 없습니다.</translation>
    </message>
    <message>
        <source>What is still on its way may yet arrive: it was not waited for long enough, or nobody takes it.</source>
        <translation>아직 처리 중인 것은 나중에 도착할 수 있습니다. 충분히 기다리지 않았거나, 가져가는 곳이 없습니다.</translation>
    </message>
    <message>
        <source>{} dead letters stay where they are.</source>
        <translation>데드 레터 {0}건은 그대로 남아 있습니다.</translation>
    </message>
    <message>
        <source>queue {}: {} ready, {} unacknowledged</source>
        <translation>큐 {0}: 대기 {1}건, 미확인 {2}건</translation>
    </message>
    <message>
        <source>outbox: {} events that were not passed on</source>
        <translation>아웃박스: 전달되지 않은 이벤트 {0}건</translation>
    </message>
    <message>
        <source>{} is a dead letter in {}: {}</source>
        <translation>{0}: {1}의 데드 레터, {2}</translation>
    </message>
    <message>
        <source>no reason was written</source>
        <translation>적힌 사유 없음</translation>
    </message>
    <message>
        <source>Orders that every retry failed on.</source>
        <translation>모든 재시도가 실패한 주문.</translation>
    </message>
    <message>
        <source>member {}: {}</source>
        <translation>회원 {0}: {1}</translation>
    </message>
    <message>
        <source>was not sent in time</source>
        <translation>제때 보내지 못함</translation>
    </message>
    <message>
        <source>the connection could not be used</source>
        <translation>연결을 쓸 수 없음</translation>
    </message>
    <message>
        <source>no whole answer</source>
        <translation>온전한 응답 없음</translation>
    </message>
    <message>
        <source>Requests that were refused for no reason of the sale's.</source>
        <translation>판매와 상관없는 이유로 거절된 요청.</translation>
    </message>
    <message>
        <source>Every request was answered.</source>
        <translation>모든 요청이 응답을 받았습니다.</translation>
    </message>
    <message>
        <source>Requests without a whole answer: {}.</source>
        <translation>온전한 응답을 받지 못한 요청: {0}.</translation>
    </message>
    <message>
        <source>{} of them turned out to be in the database</source>
        <translation>그중 {0}건은 데이터베이스에 있는 것으로 확인됨</translation>
    </message>
    <message>
        <source>whether they were given a coupon is counted in what was issued</source>
        <translation>쿠폰을 받았는지는 발급 검사에서 셉니다</translation>
    </message>
    <message>
        <source>{} of member {}: unit {} of {}</source>
        <translation>회원 {1}의 {0}: 재고 {3}개 중 {2}번째</translation>
    </message>
    <message>
        <source>Units in orders beyond those that there were.</source>
        <translation>있던 재고를 넘어 주문에 들어간 수량.</translation>
    </message>
    <message>
        <source>Orders hold {} units, of {} that there were: {} too many.</source>
        <translation>있던 재고는 {1}개인데 주문이 {0}개를 가졌습니다: {2}개 초과.</translation>
    </message>
    <message>
        <source>item {}: {} of {} units were not sold, and somebody who wanted {} was told that it is sold out</source>
        <translation>상품 {0}: {2}개 중 {1}개가 팔리지 않았는데, {3}개를 원한 구매자가 품절 응답을 받았습니다</translation>
    </message>
    <message>
        <source>Units that were left while buyers were refused.</source>
        <translation>구매자가 거절당하는 동안 남아 있던 재고.</translation>
    </message>
    <message>
        <source>Units were left while buyers were refused; orders that failed or stayed unanswered may have held them.</source>
        <translation>구매자가 거절당하는 동안 재고가 남아 있었습니다. 실패했거나 응답이 없던 주문이 잡고 있었을 수 있습니다.</translation>
    </message>
    <message>
        <source>{} units of item {} were left, and requests for {} units failed, were turned away or stayed unanswered: what the sale would have done with them is not known.</source>
        <translation>상품 {1}의 재고 {0}개가 남았고, {2}개를 원한 요청이 실패하거나 거절되거나 응답을 받지 못했습니다. 제대로 처리되었다면 어떻게 되었을지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>The sale decided on no request at all: that nothing went wrong says nothing.</source>
        <translation>판매가 결정한 요청이 하나도 없습니다. 문제가 없었다는 것만으로는 아무것도 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Units in orders that hold them: as many as there were, or as were wanted if that is less.</source>
        <translation>주문이 가진 수량: 있던 재고만큼, 수요가 더 적으면 수요만큼.</translation>
    </message>
    <message>
        <source>is RESERVED, and nothing will complete it</source>
        <translation>RESERVED 상태이고, 완료될 길이 없습니다</translation>
    </message>
    <message>
        <source>was released as overdue</source>
        <translation>기한이 지나 해제되었습니다</translation>
    </message>
    <message>
        <source>is still PENDING</source>
        <translation>아직 PENDING 상태입니다</translation>
    </message>
    <message>
        <source>was canceled</source>
        <translation>취소되었습니다</translation>
    </message>
    <message>
        <source>member {} was answered {} without an order's id</source>
        <translation>회원 {0}: 응답 {1}에 주문 ID가 없습니다</translation>
    </message>
    <message>
        <source>{} of member {}: accepted ({}), and not in the database</source>
        <translation>회원 {1}의 {0}: 접수되었으나({2}) 데이터베이스에 없습니다</translation>
    </message>
    <message>
        <source>{} of member {}: accepted ({}), and {}</source>
        <translation>회원 {1}의 {0}: 접수되었으나({2}) {3}</translation>
    </message>
    <message>
        <source>Accepted orders that are not completed, while the queue is not empty.</source>
        <translation>접수되었으나 완료되지 않은 주문. 큐가 아직 비지 않았습니다.</translation>
    </message>
    <message>
        <source>Orders that were accepted and are not completed.</source>
        <translation>접수되었으나 완료되지 않은 주문.</translation>
    </message>
    <message>
        <source>{} of member {}: asked for {} of item {}, holds {} of item {} in {} lines</source>
        <translation>회원 {1}의 {0}: 상품 {3}을(를) {2}개 주문했는데, 상품 {5} {4}개를 주문 항목 {6}개로 가졌습니다</translation>
    </message>
    <message>
        <source>{} was told to member {} and belongs to member {}</source>
        <translation>{0}: 회원 {1}에게 알렸으나 회원 {2}의 것입니다</translation>
    </message>
    <message>
        <source>{} was told to member {} and again to member {}</source>
        <translation>{0}: 회원 {1}에게 알리고, 회원 {2}에게 또 알렸습니다</translation>
    </message>
    <message>
        <source>Orders that were given twice, or hold other units than were asked for.</source>
        <translation>두 번 주어졌거나, 요청과 다른 수량을 가진 주문.</translation>
    </message>
    <message>
        <source>{} of member {}: refused with {} {}, and is {}</source>
        <translation>회원 {1}의 {0}: {2} {3}(으)로 거절되었는데 {4} 상태입니다</translation>
    </message>
    <message>
        <source>{} of member {}: nobody was told of it, and it is {}</source>
        <translation>회원 {1}의 {0}: 아무에게도 알리지 않았는데 {2} 상태입니다</translation>
    </message>
    <message>
        <source>Orders in the database that nobody was promised.</source>
        <translation>아무에게도 약속하지 않았는데 데이터베이스에 있는 주문.</translation>
    </message>
    <message>
        <source>{} of member {}: accepted {} ms before the sale opened</source>
        <translation>회원 {1}의 {0}: 판매 시작 {2}ms 전에 접수되었습니다</translation>
    </message>
    <message>
        <source>member {} was answered {}, {} ms before the sale opened</source>
        <translation>회원 {0}: 판매 시작 {2}ms 전에 응답 {1}을(를) 받았습니다</translation>
    </message>
    <message>
        <source>Orders from before the sale opened; {} requests came early enough to try.</source>
        <translation>판매 시작 전의 주문. 요청 {0}건이 시험이 될 만큼 일찍 왔습니다.</translation>
    </message>
    <message>
        <source>Nobody came before the sale opened, so that nothing was put to the test.</source>
        <translation>판매 시작 전에 온 사람이 없어 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>{} was paid, and is {}</source>
        <translation>{0}: 결제되었으나 {1} 상태입니다</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>{} is {}, and nobody paid for it</source>
        <translation>{0}: {1} 상태이나 결제한 사람이 없습니다</translation>
    </message>
    <message>
        <source>Orders that were paid and are not the buyer's, or the other way round.</source>
        <translation>결제했는데 구매자의 것이 아니거나, 그 반대인 주문.</translation>
    </message>
    <message>
        <source>units were taken that no order holds</source>
        <translation>어느 주문에도 없는 재고가 차감되었습니다</translation>
    </message>
    <message>
        <source>units came back more often than they were returned</source>
        <translation>반환된 것보다 더 많은 재고가 되돌아왔습니다</translation>
    </message>
    <message>
        <source>orders hold units that were never taken</source>
        <translation>차감된 적 없는 재고를 주문이 갖고 있습니다</translation>
    </message>
    <message>
        <source>item {}: of {} units orders hold {}, so {} are left; the database says {}: {}</source>
        <translation>상품 {0}: {1}개 중 {2}개를 주문이 가졌으니 {3}개가 남아야 하는데 데이터베이스에는 {4}개입니다. {5}</translation>
    </message>
    <message>
        <source>item {}: the key-value engine has {} units and holds {} for orders on their way; the database has {}</source>
        <translation>상품 {0}: 키-값 엔진에는 {1}개가 있고 처리 중인 주문용으로 {2}개를 잡아 두었는데, 데이터베이스에는 {3}개입니다</translation>
    </message>
    <message>
        <source>Items whose stock differs between the stores.</source>
        <translation>저장소마다 재고가 다른 상품.</translation>
    </message>
    <message>
        <source>The key-value engine has lost its number of an item that was sold, so that it cannot be compared.</source>
        <translation>키-값 엔진이 판매된 상품의 재고 값을 잃어 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>item {}: {} units were returned; the database is {} off, the key-value engine {}</source>
        <translation>상품 {0}: {1}개가 반환되었는데 데이터베이스는 {2}개, 키-값 엔진은 {3}개 어긋납니다</translation>
    </message>
    <message>
        <source>Units of expired and canceled orders go back once.</source>
        <translation>만료되거나 취소된 주문의 재고는 한 번만 되돌아갑니다.</translation>
    </message>
    <message>
        <source>{} of item {}</source>
        <translation>상품 {1}의 {0}</translation>
    </message>
    <message>
        <source>Units that nobody has decided on: they go back once they are overdue.</source>
        <translation>아직 결정되지 않은 재고. 기한이 지나면 되돌아갑니다.</translation>
    </message>
    <message>
        <source>Orders that came while the queue was away: refused, and told so.</source>
        <translation>큐가 없는 동안 온 주문: 거절되고, 그렇다고 알렸습니다.</translation>
    </message>
    <message>
        <source>Orders that came while a part of the shop was away: accepted all the same.</source>
        <translation>상점의 일부가 없는 동안 온 주문: 그래도 접수되었습니다.</translation>
    </message>
    <message>
        <source>Nobody ordered while it was away, so that nothing was put to the test.</source>
        <translation>없는 동안 주문한 사람이 없어 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Orders that were completed while it was away: it was gone indeed.</source>
        <translation>없는 동안 완료된 주문: 정말로 멈춰 있었는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Orders that came to wait {} meanwhile: one for each that was accepted.</source>
        <translation>그사이 {0} 기다리게 된 주문: 접수된 주문마다 하나씩.</translation>
    </message>
    <message>
        <source>in the queue</source>
        <translation>큐에서</translation>
    </message>
    <message>
        <source>in the database's outbox</source>
        <translation>데이터베이스의 아웃박스에서</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>어디서든</translation>
    </message>
    <message>
        <source>Of {} accepted orders that many are completed.</source>
        <translation>접수된 주문 {0}건 가운데 완료된 주문.</translation>
    </message>
    <message>
        <source>{} is not {}</source>
        <translation>{0}: {1}이어야 하는데 아닙니다</translation>
    </message>
    <message>
        <source>{} is {}, and should not be</source>
        <translation>{0}: {1}인데, 아니어야 합니다</translation>
    </message>
    <message>
        <source>{} is {}, {} times</source>
        <translation>{0}: {1}, {2}번</translation>
    </message>
    <message>
        <source>a dead letter</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>named by the dry run</source>
        <translation>드라이런이 꼽은 것</translation>
    </message>
    <message>
        <source>moved back</source>
        <translation>되돌려진 것</translation>
    </message>
    <message>
        <source>{} is {}, though its cause was there</source>
        <translation>{0}: 원인이 그대로인데 {1} 상태입니다</translation>
    </message>
    <message>
        <source>Orders that the database refuses: each is a dead letter, once, and nothing else is.</source>
        <translation>데이터베이스가 거부하는 주문: 각각 한 번씩만 데드 레터가 되고, 다른 것은 되지 않습니다.</translation>
    </message>
    <message>
        <source>Nobody ordered what the database refuses, so that nothing was put to the test.</source>
        <translation>데이터베이스가 거부하는 상품을 아무도 주문하지 않아 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>{} says nothing of why it died</source>
        <translation>{0}: 왜 데드 레터가 되었는지 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>Dead letters without a reason.</source>
        <translation>사유가 없는 데드 레터.</translation>
    </message>
    <message>
        <source>{} was retried {} times</source>
        <translation>{0}: {1}번 재시도되었습니다</translation>
    </message>
    <message>
        <source>{} messages came to wait for retry {}, of {}</source>
        <translation>{2}건 중 {0}건이 {1}번째 재시도를 기다렸습니다</translation>
    </message>
    <message>
        <source>Dead letters that were not tried exactly 1 + {} times.</source>
        <translation>정확히 1 + {0}번 시도되지 않은 데드 레터.</translation>
    </message>
    <message>
        <source>Messages that the order queue gave out: one for each of {} orders, {} for each of {} that are refused.</source>
        <translation>주문 큐가 내준 메시지: 주문 {0}건마다 하나, 거부되는 {2}건마다 {1}개.</translation>
    </message>
    <message>
        <source>From the first order that could be refused to the first dead letter: all delays lie between them.</source>
        <translation>거부될 수 있는 첫 주문부터 첫 데드 레터까지: 모든 지연이 그 사이에 들어갑니다.</translation>
    </message>
    <message>
        <source>{} is not in the database</source>
        <translation>{0}: 데이터베이스에 없습니다</translation>
    </message>
    <message>
        <source>{} is {}</source>
        <translation>{0}: {1} 상태입니다</translation>
    </message>
    <message>
        <source>{} is not completed</source>
        <translation>{0}: 완료되지 않았습니다</translation>
    </message>
    <message>
        <source>The other accepted orders are completed, while the cause is still there.</source>
        <translation>원인이 그대로인 동안에도 접수된 나머지 주문은 완료되었습니다.</translation>
    </message>
    <message>
        <source>{} dead letters were there before it, {} after it</source>
        <translation>드라이런 전에는 데드 레터가 {0}건, 후에는 {1}건입니다</translation>
    </message>
    <message>
        <source>The dry run names each dead letter, and moves none.</source>
        <translation>드라이런은 데드 레터를 모두 꼽고, 하나도 옮기지 않습니다.</translation>
    </message>
    <message>
        <source>Dead letters that are completed, now that the cause is gone and they were moved back.</source>
        <translation>원인이 사라지고 되돌려진 뒤 완료된 데드 레터.</translation>
    </message>
    <message>
        <source>undisturbed</source>
        <translation>방해 없이</translation>
    </message>
    <message>
        <source>with the kill</source>
        <translation>컨슈머를 강제 종료했을 때</translation>
    </message>
    <message>
        <source>with the kill, and never marked as redelivered</source>
        <translation>컨슈머를 강제 종료했을 때, 재전달 표시 없이</translation>
    </message>
    <message>
        <source>message {}, {}</source>
        <translation>메시지 {0}, {1}</translation>
    </message>
    <message>
        <source>Messages that no consumer handled.</source>
        <translation>어느 컨슈머도 처리하지 않은 메시지.</translation>
    </message>
    <message>
        <source>message {} was handled {} times, {}</source>
        <translation>메시지 {0}: {1}번 처리됨, {2}</translation>
    </message>
    <message>
        <source>Messages that were handled again without a reason.</source>
        <translation>이유 없이 다시 처리된 메시지.</translation>
    </message>
    <message>
        <source>The most messages that one consumer was seen to hold unacknowledged.</source>
        <translation>컨슈머 하나가 확인 응답 없이 한꺼번에 가진 메시지의 최댓값.</translation>
    </message>
    <message>
        <source>Messages in the queue after all were handled.</source>
        <translation>모두 처리된 뒤 큐에 남은 메시지.</translation>
    </message>
    <message>
        <source>Messages in the queue when the time was over in which all were to be handled.</source>
        <translation>모두 처리되어야 할 시간이 끝났을 때 큐에 남은 메시지.</translation>
    </message>
    <message>
        <source>{} messages came back, more than one consumer may hold</source>
        <translation>컨슈머 하나가 가질 수 있는 것보다 많은 메시지 {0}건이 돌아왔습니다</translation>
    </message>
    <message>
        <source>the queue counts {}, its consumers saw {} marked</source>
        <translation>큐는 {0}건으로 세는데, 컨슈머가 본 재전달 표시는 {1}건입니다</translation>
    </message>
    <message>
        <source>{} came again while nobody was killed</source>
        <translation>강제 종료한 것이 없는데 {0}건이 다시 왔습니다</translation>
    </message>
    <message>
        <source>Messages that were given out again when a consumer's channel was dropped: each marked, none without.</source>
        <translation>컨슈머의 채널이 끊겼을 때 다시 내준 메시지: 모두 재전달 표시가 있고, 표시 없이 온 것은 없습니다.</translation>
    </message>
    <message>
        <source>The consumer held nothing when its channel was dropped, so that nothing was put to the test.</source>
        <translation>채널이 끊길 때 컨슈머가 가진 것이 없어 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Coupons are left only where nobody was refused one.</source>
        <translation>쿠폰은 거절당한 사람이 없을 때만 남습니다.</translation>
    </message>
    <message>
        <source>Not one request was decided on: that nothing went wrong says nothing.</source>
        <translation>결정된 요청이 하나도 없습니다. 문제가 없었다는 것만으로는 아무것도 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Coupons were left, and {} requests failed, were turned away or stayed unanswered: whether they would have been given one is not known.</source>
        <translation>쿠폰이 남았고, 요청 {0}건이 실패하거나 거절되거나 응답을 받지 못했습니다. 쿠폰을 받을 수 있었을지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Coupons were left, and {} requests were told that there are none.</source>
        <translation>쿠폰이 남았는데 요청 {0}건이 소진되었다는 응답을 받았습니다.</translation>
    </message>
    <message>
        <source>Of {} coupons and {} accepted requests, the lesser number was given away.</source>
        <translation>쿠폰 {0}장과 접수된 요청 {1}건 가운데 적은 쪽만큼 발급되었습니다.</translation>
    </message>
    <message>
        <source>coupon {} was given away twice</source>
        <translation>쿠폰 {0}: 두 번 발급되었습니다</translation>
    </message>
    <message>
        <source>coupon {}: account {} asked {} times and has {}</source>
        <translation>쿠폰 {0}: 계정 {1}은(는) {2}번 요청하고 {3}장을 가졌습니다</translation>
    </message>
    <message>
        <source>Coupons beyond one for each request.</source>
        <translation>요청당 한 장을 넘은 쿠폰.</translation>
    </message>
    <message>
        <source>account {}: {} requests were accepted, and it has {}</source>
        <translation>계정 {0}: 요청 {1}건이 접수되었는데 {2}장을 가졌습니다</translation>
    </message>
    <message>
        <source>Accounts that were accepted and have no coupon while some are left.</source>
        <translation>쿠폰이 남았는데도, 접수되고 쿠폰을 받지 못한 계정.</translation>
    </message>
    <message>
        <source>{} ({}): {}, and again {}</source>
        <translation>{0}({1}): {2}, 그리고 다시 {3}</translation>
    </message>
    <message>
        <source>{} was welcomed, and got no mail</source>
        <translation>{0}: 가입되었으나 메일을 받지 못했습니다</translation>
    </message>
    <message>
        <source>Sign-ups that were answered with yes: each is promised a mail.</source>
        <translation>승낙 응답을 받은 가입: 각각 메일을 약속받았습니다.</translation>
    </message>
    <message>
        <source>Nobody was signed up, so that nothing was put to the test.</source>
        <translation>가입된 사람이 없어 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Mails that were promised and never came: {} of {}.</source>
        <translation>약속했으나 오지 않은 메일: {1}통 중 {0}통.</translation>
    </message>
    <message>
        <source>Some mails were still on their way when the time was over.</source>
        <translation>시간이 끝났을 때 일부 메일이 아직 가는 중이었습니다.</translation>
    </message>
    <message>
        <source>Mails to somebody who never signed up.</source>
        <translation>가입한 적 없는 사람에게 간 메일.</translation>
    </message>
    <message>
        <source>Mails that came twice though it had been noted that they were handed over. {} more came twice because of the kill: handed over, and not noted yet.</source>
        <translation>전달했다고 기록해 두었는데도 두 번 온 메일. 그 밖에 {0}통은 강제 종료 때문에 두 번 왔습니다: 전달했으나 아직 기록하지 못했습니다.</translation>
    </message>
    <message>
        <source>The run was interrupted before its verdict could be reached.</source>
        <translation>판정에 이르기 전에 실행이 중단되었습니다.</translation>
    </message>
    <message>
        <source>The database could not be asked: {}</source>
        <translation>데이터베이스에 물어볼 수 없었습니다: {0}</translation>
    </message>
    <message>
        <source>What was reserved and not paid in time has expired.</source>
        <translation>예약되고 제때 결제되지 않은 것은 만료되었습니다.</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>some</source>
        <translation>일부</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>빠진 구간</translation>
    </message>
    <message>
        <source>disordered</source>
        <translation>순서 뒤바뀜</translation>
    </message>
    <message>
        <source>twice</source>
        <translation>두 번</translation>
    </message>
    <message>
        <source>cutOff</source>
        <translation>끊긴 연결</translation>
    </message>
    <message>
        <source>slowDropped</source>
        <translation>느린 클라이언트 끊기</translation>
    </message>
    <message>
        <source>said</source>
        <translation>말함</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전부</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>아카이브됨</translation>
    </message>
    <message>
        <source>archiveLost</source>
        <translation>아카이브 유실</translation>
    </message>
    <message>
        <source>archiveTwice</source>
        <translation>아카이브 중복</translation>
    </message>
    <message>
        <source>archiveDisordered</source>
        <translation>아카이브 순서</translation>
    </message>
    <message>
        <source>Lines that the other instance&apos;s listeners did not hear while the link was cut.</source>
        <translation>연결이 끊긴 동안 다른 인스턴스에서 듣는 사람들이 듣지 못한 메시지.</translation>
    </message>
    <message>
        <source>Lines that were said while a listener was on its way to another instance.</source>
        <translation>듣는 사람이 다른 인스턴스로 옮겨 가는 동안 나온 메시지.</translation>
    </message>
    <message>
        <source>Lines that a listener did not hear.</source>
        <translation>듣는 사람이 듣지 못한 메시지.</translation>
    </message>
    <message>
        <source>What was missed is told to each listener, in its room.</source>
        <translation>놓친 것은 방마다 듣는 사람에게 알려집니다.</translation>
    </message>
    <message>
        <source>Lines that were heard behind a later one of the same talker.</source>
        <translation>같은 사람이 나중에 보낸 것보다 늦게 들린 메시지.</translation>
    </message>
    <message>
        <source>Lines that were heard twice.</source>
        <translation>두 번 들린 메시지.</translation>
    </message>
    <message>
        <source>Listeners that lost their connection.</source>
        <translation>연결이 끊긴 듣는 사람.</translation>
    </message>
    <message>
        <source>Readers that let too much wait for them are dropped.</source>
        <translation>너무 많이 밀린 클라이언트는 끊깁니다.</translation>
    </message>
    <message>
        <source>The archive could not be read to its end.</source>
        <translation>아카이브를 끝까지 읽을 수 없었습니다.</translation>
    </message>
    <message>
        <source>The archive has every line that was said.</source>
        <translation>보낸 메시지가 모두 아카이브에 있습니다.</translation>
    </message>
    <message>
        <source>Lines that the archive does not have.</source>
        <translation>아카이브에 없는 메시지.</translation>
    </message>
    <message>
        <source>Lines that the archive has twice.</source>
        <translation>아카이브에 두 번 있는 메시지.</translation>
    </message>
    <message>
        <source>Lines that stand in the archive behind a later one of the same talker.</source>
        <translation>아카이브에서 같은 사람이 나중에 보낸 것보다 뒤에 있는 메시지.</translation>
    </message>
    <message>
        <source>missedUndisturbed</source>
        <translation>끊기지 않았는데 놓침</translation>
    </message>
    <message>
        <source>Lines that went from a talker to a listener who both kept their connections, and were not heard.</source>
        <translation>말한 사람도 듣는 사람도 연결이 끊기지 않았는데 들리지 않은 메시지.</translation>
    </message>
    <message>
        <source>staged</source>
        <translation>상황 연출</translation>
    </message>
    <message>
        <source>not all</source>
        <translation>일부만</translation>
    </message>
    <message>
        <source>The talk was over before all that was to happen in its middle had: let it go on for longer.</source>
        <translation>도중에 일어날 일이 다 일어나기 전에 대화가 끝났습니다. 더 오래 이야기하게 하세요.</translation>
    </message>
    <message>
        <source>When the fault came, all was over and nothing was under way: let there be more to do, or let it take longer.</source>
        <translation>장애가 일어났을 때는 이미 모두 끝나 진행 중인 것이 없었습니다. 할 일을 늘리거나 더 오래 걸리게 하세요.</translation>
    </message>
    <message>
        <source>Nobody was there to hear anything, so that nothing was put to the test.</source>
        <translation>들을 사람이 없어 시험된 것이 없습니다.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>접수</translation>
    </message>
    <message>
        <source>acceptedRate</source>
        <translation>초당 접수</translation>
    </message>
    <message>
        <source>answeredRate</source>
        <translation>초당 응답</translation>
    </message>
    <message>
        <source>archivingCosts</source>
        <translation>아카이브 시 지연 배수</translation>
    </message>
    <message>
        <source>attempts</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>cameEarly</source>
        <translation>오픈 전 도착</translation>
    </message>
    <message>
        <source>caughtUpAfter</source>
        <translation>따라잡기까지 걸린 시간</translation>
    </message>
    <message>
        <source>completedRate</source>
        <translation>초당 완료</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>결제 거절</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>배달됨</translation>
    </message>
    <message>
        <source>deliveryRate</source>
        <translation>초당 전달</translation>
    </message>
    <message>
        <source>downFor</source>
        <translation>중단 시간</translation>
    </message>
    <message>
        <source>drainedAfter</source>
        <translation>비워지기까지 걸린 시간</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>버려진 요청</translation>
    </message>
    <message>
        <source>echoRate</source>
        <translation>에코 서버의 초당 응답</translation>
    </message>
    <message>
        <source>echoShare</source>
        <translation>에코 서버 대비 비율</translation>
    </message>
    <message>
        <source>fairness</source>
        <translation>공정성</translation>
    </message>
    <message>
        <source>generatorCpuShare</source>
        <translation>부하 생성기의 CPU 비율</translation>
    </message>
    <message>
        <source>givenRate</source>
        <translation>초당 발급</translation>
    </message>
    <message>
        <source>handledRate</source>
        <translation>초당 처리</translation>
    </message>
    <message>
        <source>handledTwice</source>
        <translation>두 번 처리됨</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>들린 횟수</translation>
    </message>
    <message>
        <source>heldMost</source>
        <translation>가장 많이 들고 있던 수</translation>
    </message>
    <message>
        <source>idleCpu</source>
        <translation>유휴 시 CPU</translation>
    </message>
    <message>
        <source>isolatedAfter</source>
        <translation>격리되기까지 걸린 시간</translation>
    </message>
    <message>
        <source>keyValueCommandsPerLock</source>
        <translation>락당 키-값 명령</translation>
    </message>
    <message>
        <source>lagAgeMost</source>
        <translation>가장 오래된 적체</translation>
    </message>
    <message>
        <source>lagMost</source>
        <translation>가장 컸던 적체</translation>
    </message>
    <message>
        <source>loadCpu</source>
        <translation>부하의 CPU</translation>
    </message>
    <message>
        <source>loadTook</source>
        <translation>부하에 걸린 시간</translation>
    </message>
    <message>
        <source>lockAcquisitions</source>
        <translation>락 획득</translation>
    </message>
    <message>
        <source>memoryAClient</source>
        <translation>클라이언트당 메모리</translation>
    </message>
    <message>
        <source>p99Archiving</source>
        <translation>아카이브 중 p99</translation>
    </message>
    <message>
        <source>p99Without</source>
        <translation>영향이 없을 때 p99</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>결제됨</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>큐</translation>
    </message>
    <message>
        <source>recoveredAfter</source>
        <translation>복구되기까지 걸린 시간</translation>
    </message>
    <message>
        <source>repeatedByKill</source>
        <translation>강제 종료로 반복됨</translation>
    </message>
    <message>
        <source>residentMost</source>
        <translation>최대 메모리</translation>
    </message>
    <message>
        <source>rss</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>보냄</translation>
    </message>
    <message>
        <source>stock</source>
        <translation>재고</translation>
    </message>
    <message>
        <source>took</source>
        <translation>걸린 시간</translation>
    </message>
    <message>
        <source>underWay</source>
        <translation>배달 중</translation>
    </message>
    <message>
        <source>underWayAtKill</source>
        <translation>강제 종료 시 배달 중</translation>
    </message>
    <message>
        <source>waitingMost</source>
        <translation>가장 많이 기다린 수</translation>
    </message>
    <message>
        <source>{}: {} of {} answered, {} accepted</source>
        <translation>{0}: {2}건 중 {1}건 응답, {3}건 접수</translation>
    </message>
    <message>
        <source>{}: {} answered, {} accepted</source>
        <translation>{0}: {1}건 응답, {2}건 접수</translation>
    </message>
    <message>
        <source>{}: {} clients, {} of {} lines said, heard {} times</source>
        <translation>{0}: 클라이언트 {1}개, 메시지 {3}개 중 {2}개 보냄, {4}번 들림</translation>
    </message>
    <message>
        <source>{}, seed {}: {} of {} lines said, {} confirmed</source>
        <translation>{0}, 시드 {1}: 메시지 {3}개 중 {2}개 보냄, {4}개 확인</translation>
    </message>
    <message>
        <source>{}, seed {}: {} signed up, {} on their way, {} delivered</source>
        <translation>{0}, 시드 {1}: {2}명 가입, {3}통 배달 중, {4}통 배달됨</translation>
    </message>
    <message>
        <source>{}, seed {}</source>
        <translation>{0}, 시드 {1}</translation>
    </message>
    <message>
        <source>seed {}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>what was abandoned</source>
        <translation>결제하지 않고 떠난 주문</translation>
    </message>
    <message>
        <source>{} deliveries/s gathered on a tick, {} with a write for each message: {} times.</source>
        <translation>틱마다 모아 쓰면 초당 {0}건 배달, 메시지마다 쓰면 {1}건: {2}배.</translation>
    </message>
    <message>
        <source>A delivery&apos;s p99 is {} ms, and {} ms beside a reader that has stopped: {} times.</source>
        <translation>배달 p99는 {0} ms, 읽기를 멈춘 클라이언트 옆에서는 {1} ms: {2}배.</translation>
    </message>
    <message>
        <source>A delivery&apos;s p99 over {} talks is {} ms, and {} ms while the archive catches up and goes on: {} times.</source>
        <translation>대화 {0}개의 배달 p99는 {1} ms, 아카이브가 따라잡고 계속 저장하는 동안은 {2} ms: {3}배.</translation>
    </message>
    <message>
        <source>echoShare is the rate of accepted orders as a share of what the same load gets, in the same run, from a server that only answers.</source>
        <translation>에코 서버 대비 비율은 같은 실행에서 응답만 하는 서버에 같은 부하를 주었을 때의 속도와 견준 주문 접수 속도입니다.</translation>
    </message>
    <message>
        <source>On this machine prefetch {} with {} wins: {} messages/s, fairness {}, {} redelivered after a kill. Whoever is within {} % of the fastest counts as as fast; of these the one wins that gives back least.</source>
        <translation>이 컴퓨터에서는 프리페치 {0}, {1} 구성이 가장 낫습니다: 초당 메시지 {2}건, 공정성 {3}, 강제 종료 뒤 재전달 {4}건. 가장 빠른 것과의 차이가 {5} % 이내면 똑같이 빠른 것으로 보고, 그중 되돌려주는 것이 가장 적은 쪽을 고릅니다.</translation>
    </message>
    <message>
        <source>The run ended early: several in a row broke off, and the others would have.</source>
        <translation>실행이 일찍 끝났습니다: 연달아 여러 번 중단되었고, 나머지도 그랬을 것입니다.</translation>
    </message>
    <message>
        <source>The run was interrupted: what is here is what was done so far.</source>
        <translation>실행이 중단되었습니다: 여기에 있는 것은 그때까지 한 일입니다.</translation>
    </message>
</context>
</TS>
