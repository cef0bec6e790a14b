"""Problems as data: what is wrong, where, and what to do next.

A wrong cell never stops the work. It becomes a `Finding`, listed on the
Checks tab. `CATALOGUE` is the only place where their texts are written.
"""

from __future__ import annotations

from revmentor_xl.findings.finding import E, Entry, Finding, N, W, Whole

# Codes: 1xx a cell, 2xx a row or person, 3xx the workbook's shape, 4xx an
# import, 5xx rules and pairing, 6xx schedule and sessions, 7xx check-in and
# review, 8xx sharing. A code is never reused for something else.
CATALOGUE: dict[str, Entry] = {
    # 1xx: a cell
    "missing_value": Entry("RM101", E, "{header} is empty.", "Fill in {header}."),
    "not_a_number": Entry(
        "RM102", E, "{header} should be a number, but is “{value}”.", "Type digits only, such as 2."
    ),
    "not_whole": Entry(
        "RM103", E, "{header} should be a whole number, but is “{value}”.", "Type 1, 2, 3 ..."
    ),
    "out_of_range": Entry(
        "RM104",
        E,
        "{header} should lie between {least} and {most}, but is {value}.",
        "Type a number from {least} to {most}.",
    ),
    "not_number_or_word": Entry(
        "RM121",
        E,
        "{header} should be a whole number from {least} to {most}, or {words}, but is “{value}”.",
        "Type a whole number from {least} to {most}, or {words}.",
    ),
    "not_a_date": Entry(
        "RM105",
        E,
        "{header} should be a date, but is “{value}”.",
        "Type the date as Excel shows dates, or as 2026-03-31.",
    ),
    "ambiguous_date": Entry(
        "RM106",
        E,
        "{header} “{value}” can be read as two different days.",
        "Type the date as 2026-03-31 (year, month, day).",
    ),
    "not_a_time": Entry(
        "RM107", E, "{header} should be a time, but is “{value}”.", "Type a time such as 09:30."
    ),
    "not_yes_no": Entry(
        "RM108", E, "{header} should be Yes or No, but is “{value}”.", "Choose Yes or No."
    ),
    "not_an_email": Entry(
        "RM109",
        E,
        "{header} “{value}” is not an e-mail address.",
        "Correct it; it looks like name@company.com.",
    ),
    "not_in_list": Entry(
        "RM110",
        E,
        "{header} “{value}” is not one of: {choices}.",
        "Choose one from the list in the cell.",
    ),
    "unknown_choice": Entry(
        "RM111",
        W,
        "{header}: “{value}” is not on the list. It is kept as it is.",
        "Choose from the list, or add it to the list on the {list_sheet} tab.",
    ),
    "close_miss": Entry(
        "RM112",
        W,
        "{header}: “{value}” is not on the list; did they mean “{suggestion}”?",
        "Replace it, or add “{value}” {where} on the {list_sheet} tab.",
    ),
    "comma_list": Entry(
        "RM113",
        W,
        "{header}: “{value}” seems to hold several answers between commas.",
        "Put a semicolon (;) between the answers.",
    ),
    "repeated_choice": Entry(
        "RM114", N, "{header} names “{value}” more than once.", "Nothing to do; it counts once."
    ),
    "cell_error": Entry(
        "RM115",
        E,
        "{header} shows the error {value}.",
        "Repair the formula, or type the value itself.",
    ),
    "too_long": Entry(
        "RM116",
        W,
        "{header} is longer than the {most} characters Excel can hold and was cut.",
        "Shorten the answer; the full text is in the file it came from.",
    ),
    "looks_like_formula": Entry(
        "RM117",
        N,
        "{header} begins with {value}, as a formula would. It is kept as plain text.",
        "Nothing to do, unless the answer was garbled.",
    ),
    "strange_characters": Entry(
        "RM118",
        W,
        "{header} “{value}” has characters that look garbled.",
        "Check the answer; save the survey export as “CSV UTF-8” and import it again.",
    ),
    "near_choice": Entry(
        "RM119",
        N,
        "{header}: “{value}” is not one of the usual answers. Did they mean “{suggestion}”?",
        "Replace it if so; otherwise nothing to do, it is kept as it is.",
    ),
    "shortened_number": Entry(
        "RM120",
        E,
        "{header} “{value}” looks like a number that Excel shortened.",
        "Type the ID as text (with ' before it); in the file, format the column as Text.",
    ),
    # 2xx: a row or a person
    "duplicate_id": Entry(
        "RM201",
        E,
        "{header} {value} is already used in row {other}.",
        "Keep one of the two rows, or give one another {header}.",
    ),
    "duplicate_email": Entry(
        "RM202",
        E,
        "{value} is already listed in row {other}.",
        "Keep one of the two rows; nobody takes part twice.",
    ),
    "both_roles": Entry(
        "RM203",
        E,
        "{value} is listed as a mentor and as a leader.",
        "Decide on one role and delete the other row.",
    ),
    "missing_identity": Entry(
        "RM204",
        E,
        "This row has neither a name nor an e-mail address, so nobody knows who it is.",
        "Fill in name and e-mail, or delete the row.",
    ),
    "same_name": Entry(
        "RM205",
        W,
        "{value} is also the name in row {other}, and nothing shows that it is the same person.",
        "If it is the same person, delete one row; if not, nothing to do.",
    ),
    "unknown_person": Entry(
        "RM206",
        W,
        "{header} “{value}” is nobody in this file.",
        "Use the person's ID, e-mail address or full name.",
    ),
    "ambiguous_person": Entry(
        "RM207",
        E,
        "{header} “{value}” is the name of more than one person.",
        "Use the ID or the e-mail address instead.",
    ),
    "manager_of_self": Entry(
        "RM208", E, "{value} is entered as their own manager.", "Enter the real manager."
    ),
    "manager_circle": Entry(
        "RM209",
        E,
        "The reporting line of {value} runs in a circle: {circle}.",
        "Correct the manager of one of them.",
    ),
    "no_manager": Entry(
        "RM210",
        W,
        "{value} has no manager entered, so the reporting chain cannot be checked.",
        "Enter the manager's ID or e-mail address.",
    ),
    "unknown_level": Entry(
        "RM211",
        E,
        "Level “{value}” is not on the Levels tab, so the distance between two people is unknown.",
        "Choose a level from the list, or add this one with its rank on the Levels tab.",
    ),
    "not_volunteered": Entry(
        "RM212",
        N,
        "{value} has not volunteered and will not be paired.",
        "Ask them; enter Yes under Volunteered when they agree.",
    ),
    "no_availability": Entry(
        "RM213",
        W,
        "{value} has no weekly availability, so no session can be placed.",
        "Ask for at least two blocks such as “Mon morning”.",
    ),
    "no_strengths": Entry(
        "RM214",
        W,
        "{value} names nothing they can teach.",
        "Ask for two strengths; pairing rests on them.",
    ),
    "no_goals": Entry(
        "RM215",
        W,
        "{value} names nothing they want to learn.",
        "Ask for two learning goals; pairing rests on them.",
    ),
    "wish_and_veto": Entry(
        "RM216",
        E,
        "One person stands both under preferred partners and under not to be paired with.",
        "Ask which of the two is meant; until then the veto counts.",
    ),
    "unknown_time_zone": Entry(
        "RM217",
        E,
        "Time zone “{value}” is not known.",
        "Use a name such as Europe/Berlin or America/New_York.",
    ),
    "senior_mentor": Entry(
        "RM218",
        W,
        "{value} is a mentor at level {level}, which is senior for a reverse mentor.",
        "Check the level; perhaps this person belongs on the Leaders tab.",
    ),
    "filled_id": Entry(
        "RM219", N, "{value} had no ID and was given {id}.", "Nothing to do; keep the ID."
    ),
    "unknown_veto": Entry(
        "RM220",
        E,
        "{header} has words that name nobody in this file. Whom they name is not kept apart; whom "
        "the rest names is.",
        "Use the ID, e-mail address or full name of each person, separated by ;",
    ),
    "ambiguous_veto": Entry(
        "RM221",
        W,
        "{header} holds a name that more than one person has. Until it is clear who is meant, "
        "nobody of that name is paired with them.",
        "Use the ID or the e-mail address instead.",
    ),
    "manager_outside": Entry(
        "RM222",
        N,
        "{header} “{value}” takes no part, so the reporting line of {people} is known only up to "
        "there.",
        "Nothing to do, or add the managers above to the Reporting lines tab.",
    ),
    "looks_like_test": Entry(
        "RM223",
        W,
        "{value} looks like a test answer.",
        "Delete the row, unless this is a real person.",
    ),
    "takes_nobody": Entry(
        "RM224",
        N,
        "{value} has capacity 0 and will not be paired.",
        "Nothing to do, or enter how many partners the person takes.",
    ),
    "loose_veto": Entry(
        "RM225",
        W,
        "{header} names somebody in short, or not quite as the name is spelled in this file. "
        "Until it is clear who is meant, nobody it may mean is paired with them.",
        "Use the person's ID, e-mail address or full name.",
    ),
    "unknown_in_rule": Entry(
        "RM226",
        E,
        "{header} “{value}” is nobody in this file, so the rule cannot be kept.",
        "Use the person's ID, e-mail address or full name.",
    ),
    "loose_in_rule": Entry(
        "RM227",
        W,
        "{header} “{value}” was taken for {people}, and the rule is kept for them.",
        "Use the ID, e-mail address or full name of the person who is meant.",
    ),
    "managers_outside": Entry(
        "RM228",
        N,
        "{count} managers take no part ({managers}), so the reporting lines are known only up "
        "to there.",
        "Import the reporting lines, so that nobody is paired with somebody further up.",
    ),
    "nobody_answered": Entry(
        "RM229",
        W,
        "Nobody on the {tab} tab has anything under “{header}”: was the question imported?",
        "Import the answers again with this question, or fill in the column.",
    ),
    "perhaps_both_roles": Entry(
        "RM230",
        E,
        "{value} is also the name in row {other} of the {tab} tab, and this row has no e-mail "
        "address to tell whether it is the same person. It is left out until that is clear.",
        "If it is the same person, decide on one role and delete the other row; if not, fill in "
        "the e-mail address.",
    ),
    "perhaps_one_person": Entry(
        "RM232",
        E,
        "{value} may be {likely} in row {other} of the {tab} tab, and this row has no e-mail "
        "address to tell. One person with two rows could be booked in two places at once.",
        "If it is the same person, decide on one role and delete the other row; if not, fill in "
        "the e-mail address.",
    ),
    "no_time": Entry(
        "RM231",
        W,
        "The time block “{value}” begins and ends at {start}, so nobody has time in it.",
        "Type when it ends; a whole day is from 00:00 to 00:00.",
    ),
    "unclear_manager": Entry(
        "RM234",
        E,
        "{header} “{value}” may mean {people}. Until that is clear, {who} is paired with none of "
        "them, nor with anybody above them.",
        "Use the manager's ID, e-mail address or full name. For somebody else, add them to "
        "Reporting lines with their e-mail address.",
    ),
    "unclear_line": Entry(
        "RM233",
        E,
        "{value} may be {people}. Until that is clear, this row counts for each who may be meant.",
        "Fill in the ID or the e-mail address, as on the Mentors or Leaders tab; somebody else's "
        "is their own.",
    ),
    # 3xx: the workbook's shape
    "missing_table": Entry(
        "RM301",
        W,
        "The table {table} is missing from the {sheet} tab.",
        "Copy the tab back from a new program file; the rest keeps working.",
    ),
    "missing_column": Entry(
        "RM302",
        W,
        "The column “{header}” is missing on the {sheet} tab.",
        "Add a column with exactly this header to the table.",
    ),
    "renamed_column": Entry(
        "RM303",
        W,
        "The column “{header}” is missing; “{likely}” looks like it.",
        "Rename “{likely}” back to “{header}”.",
    ),
    "unknown_setting": Entry(
        "RM304",
        W,
        "“{value}” is no setting of this program.",
        "Restore the setting's name, or delete the row.",
    ),
    "kept_note": Entry(
        "RM305",
        W,
        "The row {row} is gone, but you had typed in it: {text}",
        "Copy what you still need; “Undo last step” brings the row back.",
    ),
    "kept_after_undo": Entry(
        "RM306",
        W,
        "The row {row} is gone with the step that was undone, but you had typed in it: {text}",
        "Type it again where you still need it.",
    ),
    "kept_row": Entry(
        "RM307",
        W,
        "The row {row} stays although its step was undone: you had typed something private in it.",
        "Delete the row when you do not need it.",
    ),
    # 4xx: an import
    "unmapped_column": Entry(
        "RM401",
        W,
        "The question “{value}” was not imported: no column of ours is known for it.",
        "On the Imports tab, type the column it belongs to beside it (or “ignore”), and import "
        "again.",
    ),
    "likely_column": Entry(
        "RM402",
        W,
        "The question “{value}” was not imported. It may be our “{likely}”.",
        "On the Imports tab, type “{likely}” beside it, or another column (or “ignore”), and "
        "import again.",
    ),
    "column_conflict": Entry(
        "RM403",
        W,
        "“{value}” and “{other}” would both fill “{header}”; only the first was used.",
        "To use the second as well, list it on the Imports tab with its column, and import again.",
    ),
    "repeated_answer": Entry(
        "RM404",
        W,
        "{value} answered more than once; the latest answer counts, the earlier one where it is "
        "empty.",
        "Nothing to do, unless the earlier one was right.",
    ),
    "nobody": Entry(
        "RM405",
        E,
        "This answer has no name, e-mail address or ID and was not imported.",
        "Add the person's e-mail address to the file and import again.",
    ),
    "test_answer": Entry(
        "RM406",
        W,
        "This answer is a preview or test and was not imported.",
        "Nothing to do, unless it was a real answer.",
    ),
    "unfinished_answer": Entry(
        "RM407",
        W,
        "{value} did not finish the survey; what is there was imported.",
        "Ask the person to complete the rest.",
    ),
    "ragged_row": Entry(
        "RM408",
        E,
        "This row has {value} cells where the header has {expected}, and was not imported.",
        "Look for a stray separator or quotation mark in this row, and import again.",
    ),
    "guessed_encoding": Entry(
        "RM409",
        N,
        "The file is not in UTF-8; it was read as {value}.",
        "Check names with accents. Saving as “CSV UTF-8” avoids the question.",
    ),
    "repeated_header": Entry(
        "RM410",
        W,
        "The header “{value}” stands in more than one column; the first was used.",
        "Rename one of them in the file and import again.",
    ),
    "not_enrolled": Entry(
        "RM411",
        E,
        "{value} answered, but is neither a mentor nor a leader in this file.",
        "Correct the e-mail address, or enroll the person first.",
    ),
    "kept_value": Entry(
        "RM412",
        W,
        "{value}: the new answer for “{header}” is empty; the earlier one was kept.",
        "Clear the cell yourself if it should be empty.",
    ),
    "mapping_unknown": Entry(
        "RM413",
        E,
        "The mapping names “{value}”, which is not in {where}.",
        "Correct the spelling on the Imports tab or in the mapping file, and import again.",
    ),
    "kept_id": Entry(
        "RM414",
        W,
        "{value} has the ID {id} here and {other} in the file; {id} was kept.",
        "If managers are entered by the other IDs, import that file into Reporting lines as well.",
    ),
    "repeated_header_row": Entry(
        "RM415", N, "The header stands here once more; the row was skipped.", "Nothing to do."
    ),
    "unnamed_column": Entry(
        "RM416",
        W,
        "A column of answers has no header and was not imported.",
        "Type its question above it in the file and import again.",
    ),
    "short_row": Entry(
        "RM417",
        N,
        "This row has {value} cells where the header has {expected}; the rest was read as empty.",
        "Nothing to do, unless answers are missing at its end.",
    ),
    "chosen_sheet": Entry(
        "RM418",
        N,
        "The file has several sheets with content; “{value}” was read.",
        "If the answers stand on another sheet, move it to the front or save it as its own file.",
    ),
    "uncomputed_formula": Entry(
        "RM419",
        W,
        "This cell holds a formula without a result, so it was read as empty.",
        "Open the file in Excel, save it, and import it again.",
    ),
    "stray_quote": Entry(
        "RM420",
        N,
        "A quotation mark is opened in this row and never closed; the row was read without it.",
        "Check the row's answers.",
    ),
    "id_taken": Entry(
        "RM421",
        E,
        "{value} has the ID {id} in the file, which is somebody else's here; it was not used.",
        "If the IDs are only running numbers, list ID on the Imports tab with the column “ignore”.",
    ),
    "replaced_answer": Entry(
        "RM422",
        N,
        "{value}: the new answer replaced {changes}.",
        "Nothing to do if the new answer is right; “Undo last step” brings the earlier one back.",
    ),
    "private_question": Entry(
        "RM423",
        E,
        "The question “{value}” was not imported, but seems to ask for something that must be "
        "kept to: whom not to pair, or what not to talk about.",
        "On the Imports tab, type its column beside it (“Not to be paired with” or “Topics "
        "declined”, or “ignore”), and import again before you pair.",
    ),
    "kept_private": Entry(
        "RM424",
        N,
        "{value} has answered anew; the import kept the earlier private entries as well.",
        "Delete an earlier entry yourself if the person has taken it back.",
    ),
    "html_codes": Entry(
        "RM425",
        N,
        "{count} answers held HTML codes such as &amp;; they were turned into plain characters.",
        "Nothing to do.",
    ),
    "no_email": Entry(
        "RM426",
        W,
        "Without an e-mail address: {people}. Next time they can only be found by name.",
        "Fill in the e-mail addresses.",
    ),
    "no_email_column": Entry(
        "RM427",
        N,
        "The file has no e-mail addresses, so next time its people can only be found by name.",
        "Fill in the e-mail addresses, or add them to the file and import again.",
    ),
    "no_name": Entry(
        "RM428",
        W,
        "Without a name: {people}.",
        "Fill in the names; they stand in every list and invitation.",
    ),
    # 5xx: rules, selection and pairing
    "contradicting_rules": Entry(
        "RM501",
        E,
        "{mentor} and {leader} must be paired and must not be paired.",
        "Delete one of the two rules.",
    ),
    "impossible_pin": Entry(
        "RM502",
        E,
        "{mentor} and {leader} must be paired, but {why}.",
        "Delete the rule, or remove what stands in the way.",
    ),
    "too_many_pins": Entry(
        "RM503",
        E,
        "{clash}",
        "Release or delete one of them, or raise the capacity of {person}.",
    ),
    "unpaired_mentor": Entry("RM504", W, "{person} (mentor) has no partner: {why}.", "{remedy}"),
    "unpaired_leader": Entry("RM505", N, "{person} (leader) has no partner: {why}.", "{remedy}"),
    "unknown_rule": Entry(
        "RM506",
        E,
        "The rule “{value}” is not known.",
        "Choose “Must pair” or “Must not pair”.",
    ),
    "small_cohort": Entry(
        "RM507",
        W,
        "Only {value} nominated mentors can be chosen; the cohort should have {expected}.",
        "Ask the Employee Resource Groups for more nominations.",
    ),
    "nominee_unknown": Entry(
        "RM508",
        E,
        "The nominee “{value}” is not on the Mentors tab.",
        "Enroll the person, or correct the ID, e-mail address or name.",
    ),
    "token_risk": Entry(
        "RM509",
        W,
        "{value} would be the only one of the cohort from {group}.",
        "Nominate a second person from there, so that nobody has to speak for a group.",
    ),
    "kept_against_rule": Entry(
        "RM510",
        E,
        "{mentor} and {leader} stay a pair because you approved it, but {why}.",
        "End the pair on the Pairs tab, or remove what stands in the way.",
    ),
    "pair_without_person": Entry(
        "RM511",
        E,
        "{mentor} and {leader} stay a pair because you approved it, but {person} is no longer "
        "among the usable {people}.",
        "End the pair on the Pairs tab, or repair the person's row.",
    ),
    "perhaps_same_line": Entry(
        "RM512",
        W,
        "{mentor} and {leader} work in the same department, and it is not known to whom "
        "{mentor} reports in the end; make sure it is not {leader}.",
        "Import the reporting lines, or add a “Must not pair” rule.",
    ),
    "guard_not_held": Entry(
        "RM513",
        W,
        "“{guard}” cannot hold with as many pairs as there are: {reached} is the most that can be "
        "reached.",
        "Enroll more people of the group, or lower what is asked for under Aim on the Settings "
        "tab. The number of pairs always comes first.",
    ),
    "guard_short_of": Entry(
        "RM515",
        W,
        "“{guard}” cannot hold with as many pairs as there are: {reached} is reached, and "
        "{short_of} is proven to be out of reach.",
        "Enroll more people of the group, or lower what is asked for under Aim on the Settings "
        "tab. The number of pairs always comes first.",
    ),
    "guard_not_reached": Entry(
        "RM514",
        W,
        "“{guard}” is not reached: {reached}. Whether more is possible was not proven in time.",
        "Raise “Seconds to search” on the Settings tab and press the button again.",
    ),
    "hand_incomplete": Entry(
        "RM530",
        E,
        "This row of Pairs has no {header}, so it is no pair yet.",
        "Type the ID, e-mail address or name of the {role}, or delete the row.",
    ),
    "hand_unknown": Entry(
        "RM531",
        E,
        "“{value}” is nobody on the {tab} tab who could be paired, so this row is no pair yet.",
        "Correct the ID, e-mail address or name. If two people bear the name, type the ID.",
    ),
    "hand_disagree": Entry(
        "RM532",
        E,
        "“{one}” and “{other}” are two different people, so this row is no pair yet.",
        "Clear the one that you do not mean, then press Suggest pairs.",
    ),
    "hand_instead": Entry(
        "RM533",
        N,
        "{mentor} and {leader} are a pair now, because you typed it over {before}.",
        "Nothing to do. For the earlier pair, type its names in a new row.",
    ),
    "hand_over_running": Entry(
        "RM534",
        W,
        "“{value}” was typed over the pair {before}, which is {status}; that pair was left as it "
        "was.",
        "To replace somebody, set the status of the pair to Ended and type the new pair in a new "
        "row, or press Rematch.",
    ),
    "hand_not_read": Entry(
        "RM535",
        W,
        "“{value}” was typed over the pair {before}, but nobody of the right side is meant by it; "
        "that pair was left as it was.",
        "If only a name has changed, nothing is to do. For another pair, type its names in a new "
        "row.",
    ),
    "hand_refused": Entry(
        "RM536",
        E,
        "{mentor} and {leader}, typed by hand, cannot be a pair: {why}.",
        "Remove what stands in the way, or delete the row.",
    ),
    "hand_no_place": Entry(
        "RM537",
        E,
        "{mentor} and {leader}, typed by hand, cannot be a pair: {why}.",
        "Raise the capacity, end or release another pair of {person}, or delete the row.",
    ),
    "reason_not_rejected": Entry(
        "RM538",
        W,
        "“Rejected because” is filled in for {mentor} and {leader}, but their status is {status}.",
        "Set the status to Rejected, or clear the reason.",
    ),
    "rejected_without_reason": Entry(
        "RM539",
        N,
        "{mentor} and {leader} were rejected without a reason.",
        "Choose one under “Rejected because”: the next run then takes it into account.",
    ),
    "rejected_after_meeting": Entry(
        "RM540",
        W,
        "{mentor} and {leader} were rejected, but they have held a session.",
        "Set the status to Ended; Rejected is for pairs that were only proposed.",
    ),
    "kept_but_over": Entry(
        "RM541",
        W,
        "Keep is Yes for {mentor} and {leader}, but their status is {status}: they are no pair.",
        "Clear Keep, or set the status back to Proposed.",
    ),
    "kept_but_blocked": Entry(
        "RM542",
        E,
        "{mentor} and {leader} cannot be kept as a pair, because this rule says that they must "
        "not be paired.",
        "If the rule is right, nothing is to do. If not, delete it, type the two in a new row of "
        "Pairs, and press Suggest pairs.",
    ),
    "kept_but_impossible": Entry(
        "RM543",
        E,
        "Keep was Yes for {mentor} and {leader}, but they cannot be a pair: {why}.",
        "To have them as a pair, remove what stands in the way, type the two in a new row of "
        "Pairs, and press Suggest pairs. Else nothing is to do.",
    ),
    "question_unread": Entry(
        "RM560",
        W,
        "This question could not be answered: {why}",
        "Use the person's ID, e-mail address or full name, then press Explain pairs again.",
    ),
    "must_without_answers": Entry(
        "RM590",
        W,
        "“{header}” is set to Must have, but nobody has answered what it is about ({asked}), so no "
        "pair is possible.",
        "Put a number in place of Must have, or ask for these answers first.",
    ),
    "unknown_in_circle": Entry(
        "RM591",
        N,
        "“{value}” under {header} is no department, location or viewpoint that anybody named; it "
        "counts for nothing.",
        "Write it as on the Mentors and Leaders tabs, or leave it.",
    ),
    "crowded_calendar": Entry(
        "RM580",
        W,
        "{person} cannot meet {partners} once {weeks}: the hours they share have room for fewer "
        "sessions.",
        "Ask one of them for another block of availability, or end one of these pairs.",
    ),
    # 6xx: schedule and sessions
    "no_common_time": Entry(
        "RM601",
        E,
        "{person} have no hour in common, so no session can be placed.",
        "Ask one of them for another block; {remedy}",
    ),
    "session_unplaced": Entry(
        "RM602",
        W,
        "Session {number} of {person} could not be placed: {why}.",
        "{remedy}.",
    ),
    "cannot_attend": Entry(
        "RM603",
        W,
        "{person} cannot come to the {event} on {date} at {time}.",
        "Type another date for it on the Schedule tab, or arrange a short meeting in its place.",
    ),
    "start_in_past": Entry(
        "RM604",
        W,
        "The program starts on {value}, which is in the past.",
        "Check the start date on the Settings tab.",
    ),
    "unknown_country": Entry(
        "RM610",
        W,
        "Country “{value}” ({people}) is not known, so the public holidays of their time zone's "
        "country are kept free.",
        "{likely}Type its English name or its two letters, such as Germany or DE.",
    ),
    "unknown_region": Entry(
        "RM611",
        W,
        "“{value}” ({people}) is no region of {country} with public holidays of its own, so only "
        "those of the whole country are kept free.",
        "Clear it, or use one of: {regions}.",
    ),
    "region_without_country": Entry(
        "RM612",
        W,
        "Region “{value}” ({people}) has no country beside it, and their time zone lies in no "
        "country, so no public holidays are kept free.",
        "Type the country as well.",
    ),
    "turned_round": Entry(
        "RM613",
        E,
        "To ({last}) is before From ({first}), so this row counts for nothing.",
        "Correct one of the two dates.",
    ),
    "outside_program": Entry(
        "RM614",
        N,
        "{first} to {last} lies outside the program, which runs from {start} to {end}.",
        "Nothing to do, unless a date is mistyped.",
    ),
    "unknown_location": Entry(
        "RM615",
        W,
        "Nobody on the Mentors and Leaders tabs has the location “{value}”, so this row counts "
        "for nobody.",
        "{likely}Write it as on those tabs, or leave it empty for everybody.",
    ),
    "leads_and_takes_part": Entry(
        "RM616",
        N,
        "{value} takes part as well: sessions keep to the {tab} tab, kick-offs to both tabs.",
        "Nothing to do.",
    ),
    "unclear_facilitator": Entry(
        "RM618",
        E,
        "It is not clear who “{value}” is: {why}. Until it is, they lead no kick-off, so that "
        "nobody is in two places at once.",
        "{remedy}",
    ),
    "not_a_link": Entry(
        "RM617",
        W,
        "{header} “{value}” is not an address that people can open.",
        "Type the whole address, such as https://meet.example.com/mentoring.",
    ),
    "not_invited": Entry(
        "RM650",
        W,
        "{person} has no e-mail address, so no invitation reaches them.",
        "Enter the address and press Invitations again, or hand over the file of that name in "
        "the folder “people”.",
    ),
    "no_web_address": Entry(
        "RM651",
        W,
        "The Online link on the Settings tab does not begin with https://, so calendars show it "
        "as text that nobody can press.",
        "Enter the whole address, such as https://meet.company.com/mentoring.",
    ),
    "row_unsuited": Entry(
        "RM660",
        W,
        "{event} on {date} at {time} cannot take place as planned: {why}{more}.",
        "{remedy}",
    ),
    "typed_in_past": Entry(
        "RM661",
        W,
        "{event} now stands on {date}, which is over, because you typed it.",
        "If it took place then, write Held on the Sessions tab. If not, correct the date.",
    ),
    "row_double": Entry(
        "RM662",
        W,
        "{person} would be in {event} and in {other} at once, on {date} at {time}{more}.",
        "{remedy}",
    ),
    "row_over_cap": Entry(
        "RM663",
        W,
        "{person} has {count} sessions in the week of {date}; at most {most} are allowed{more}.",
        "{remedy} The limit stands on the Settings tab.",
    ),
    "row_before_kickoff": Entry(
        "RM664",
        W,
        "{event} on {date} comes before the kick-off of {person} on {kickoff}{more}.",
        "{remedy}",
    ),
    "row_room": Entry(
        "RM665",
        W,
        "{event} on {date} at {time} has no room for itself: {why}{more}.",
        "{remedy}",
    ),
    "rows_more": Entry(
        "RM666",
        W,
        "{count} more rows of Schedule do not suit any more: {what}.",
        "Press Plan changes; rows in which Fixed is Yes stay until you change them.",
    ),
    "date_incomplete": Entry(
        "RM667",
        W,
        "{event} is to stay where you put it, but {value}.",
        "Type both a Date and a Start there; to have it planned again, clear Date and Fixed.",
    ),
    "typed_unread": Entry(
        "RM668",
        E,
        "“{value}” under {header} of {event} cannot be read, so what stood there before holds.",
        "Type a date such as 2026-02-03, or a time such as 10:00.",
    ),
    "date_cleared": Entry(
        "RM669",
        N,
        "The date of {event} was cleared, so it was planned again.",
        "To cancel a session, write Cancelled on the Sessions tab.",
    ),
    "kickoff_unplaced": Entry(
        "RM630",
        W,
        "The kick-off of {person} could not be placed: {why}.",
        "{remedy}.",
    ),
    "more_unplaced": Entry(
        "RM631",
        W,
        "{count} more {what} could not be placed.",
        "The Schedule tab lists them at its end, each with its reason.",
    ),
    # 7xx: check-in and review
    "no_answer": Entry(
        "RM701",
        W,
        "No answer to the {moment} questions yet from {people}.",
        "Send a friendly reminder; a call works best. Their rows have no date in Answered on.",
    ),
    "no_consent": Entry(
        "RM702",
        N,
        "The story of {person} has no consent, so it stays with HR.",
        "Ask whether it may be told, by name or anonymously.",
    ),
    "few_answers": Entry(
        "RM703",
        N,
        "“{measure}” rests on {n} people; the numbers say little yet.",
        "Read the stories beside it; add the next cohort before you draw conclusions.",
    ),
    # 8xx: sharing
    "suppressed": Entry(
        "RM801",
        N,
        "{what} is not shown to sponsors because a group has fewer than {threshold} people.",
        "Nothing to do; it protects the people in small groups.",
    ),
}


def found(
    name: str,
    *,
    sheet: str = "",
    cell: str = "",
    source: str = "",
    found_by: str = "check",
    **details: object,
) -> Finding:
    """The finding of the catalogue's kind `name`, with its texts filled in.

    Raises KeyError for an unknown name or a missing detail: both are our
    mistakes, never the user's.
    """
    entry = CATALOGUE[name]
    shown: dict[str, object] = {"sheet": sheet, "cell": cell}
    shown |= {key: _short(value) for key, value in details.items()}
    return Finding(
        code=entry.code,
        severity=entry.severity,
        sheet=sheet,
        cell=cell,
        message=entry.message.format(**shown),
        remedy=entry.remedy.format(**shown),
        source=source,
        found_by=found_by,
    )


def _short(value: object, most: int = 120) -> object:
    """Long answers are cut, so that a message stays readable."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and len(value) > most and not isinstance(value, Whole):
        return value[: most - 1] + "…"
    return value
